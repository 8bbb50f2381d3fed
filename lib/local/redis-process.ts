import { totalmem } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { askRedis } from './ask-redis';
import type { ServerAddress } from './data-lock';
import type { RedisBinary } from './find-redis';
import { LaunchError } from './launch-error.mjs';
import { spawnService, type ServiceProcess } from './service-process';

export interface RedisProcessOptions extends ServerAddress {
  /** Its working folder; holds the append-only file when `persistent`. */
  directory: string;
  persistent: boolean;
  log?: (line: string) => void;
}

const READY_LIMIT_MS = 15_000;
const STOP_GRACE_MS = 10_000;

/**
 * Starts Redis on the loopback address and waits until it answers commands.
 *
 * @throws LaunchError with the end of its log when it dies at once or does not come up
 */
export async function launchRedis(
  binary: RedisBinary,
  options: RedisProcessOptions,
): Promise<ServiceProcess> {
  const redis = spawnService(binary.command, ['-'], {
    env: binary.env,
    input: configuration(options),
    stopGraceMs: STOP_GRACE_MS,
  });
  try {
    await waitUntilReady(redis, options);
  } catch (error) {
    await redis.stop();
    throw error;
  }
  return redis;
}

async function waitUntilReady(redis: ServiceProcess, options: RedisProcessOptions): Promise<void> {
  const dead = redis.exited.then(({ how, log }) => {
    throw explainDeath(how, log, options);
  });
  // It may end between two looks, when nobody waits for it yet: the next wait tells.
  dead.catch(() => undefined);
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
    // Full, it refuses writes, which the app tells; without a bound the machine would end it, or something else.
    `maxmemory ${Math.floor(totalmem() / 4)}`,
    'maxmemory-policy noeviction',
    '',
  ].join('\n');
}
