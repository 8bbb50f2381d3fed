import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { askRedis, type RedisAddress } from './ask-redis';
import { dieWithParent } from './die-with-parent';
import type { RedisBinary } from './find-redis';
import { LaunchError } from './launch-error.mjs';

/** One running Redis. */
export interface RedisProcess {
  pid: number;
  /** Resolves when the process has ended, whatever ended it, to how it ended and the last lines of its log. */
  exited: Promise<{ how: string; log: string[] }>;
  /** Ends it; what was written is on disk afterwards when it is persistent. */
  stop(): Promise<void>;
}

export interface RedisProcessOptions extends RedisAddress {
  /** Its working folder; holds the append-only file when `persistent`. */
  directory: string;
  persistent: boolean;
  log?: (line: string) => void;
}

const READY_LIMIT_MS = 15_000;
const STOP_GRACE_MS = 10_000;
const LOG_LINES = 40;

/**
 * Starts Redis on the loopback address and waits until it answers commands.
 *
 * @throws LaunchError with the end of its log when it dies at once or does not come up
 */
export async function launchRedis(
  binary: RedisBinary,
  options: RedisProcessOptions,
): Promise<RedisProcess> {
  // A process group of its own: Ctrl-C at the terminal must not end Redis before the app that still uses it.
  const child = spawn(...dieWithParent(binary.command, ['-']), {
    env: { ...process.env, ...binary.env },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log.push(...text.split('\n').filter(Boolean));
      log.splice(0, log.length - LOG_LINES);
    });
  }
  const exited = new Promise<{ how: string; log: string[] }>((resolve) => {
    child.once('error', (error) => resolve({ how: error.message, log }));
    child.once('close', (code, signal) => resolve({ how: signal ?? `exit code ${code}`, log }));
  });

  // The configuration goes in by standard input, so that the password is in no file and in no process list.
  child.stdin.on('error', () => undefined); // It died before it read: `exited` says so.
  child.stdin.end(configuration(options));
  const endWithUs = () => child.kill('SIGTERM');
  process.once('exit', endWithUs);
  void exited.then(() => process.off('exit', endWithUs));

  const redis: RedisProcess = {
    pid: child.pid ?? -1,
    exited,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
      await exited;
      clearTimeout(timer);
    },
  };
  try {
    await waitUntilReady(redis, options);
  } catch (error) {
    await redis.stop();
    throw error;
  }
  return redis;
}

async function waitUntilReady(redis: RedisProcess, options: RedisProcessOptions): Promise<void> {
  const dead = redis.exited.then(({ how, log }) => {
    throw explainDeath(how, log, options);
  });
  let loading = false;
  const deadline = Date.now() + READY_LIMIT_MS;
  for (;;) {
    const answer = await Promise.race([dead, askRedis(options, 'PING')]);
    if (answer === '+PONG') return;
    if (answer?.startsWith('-LOADING')) {
      if (!loading) options.log?.('Redis is loading its data …');
      loading = true;
      // Loading takes as long as the data is large; the process shows that it lives.
    } else if (Date.now() > deadline) {
      throw new LaunchError(
        `Redis gave no answer within ${READY_LIMIT_MS / 1000} s.`,
        `Start it again; if that does not help, delete .cache/redis. Last words: ${answer ?? 'none'}`,
      );
    }
    await Promise.race([dead, delay(20)]);
  }
}

function explainDeath(how: string, log: string[], options: RedisProcessOptions): LaunchError {
  const end = log.slice(-6).join('\n');
  if (/address already in use/i.test(end)) {
    return new LaunchError(
      `Port ${options.port} is taken by another program, so Redis cannot listen on it.`,
      'Stop that program or choose another port.',
    );
  }
  if (options.persistent && /append only file|\bAOF\b|\bRDB\b/i.test(log.join('\n'))) {
    return new LaunchError(
      `Redis cannot read the data in ${options.directory} (${how}).`,
      `${end}\nStart afresh:  mv '${options.directory}' '${options.directory}.broken'\n` +
        `or repair it:  redis-check-aof --fix '${options.directory}'/appendonlydir/*.manifest`,
    );
  }
  return new LaunchError(
    `Redis ended as soon as it was started (${how}).`,
    `${end || 'It printed nothing.'}\nIf the reason is not plain, delete .cache/redis or install Redis yourself.`,
  );
}

function configuration({ port, password, directory, persistent }: RedisProcessOptions): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(directory)}`,
    'daemonize no',
    'logfile ""',
    // The append-only file alone keeps the data: at most a second of writes is lost when the machine dies.
    'save ""',
    `appendonly ${persistent ? 'yes' : 'no'}`,
    '',
  ].join('\n');
}
