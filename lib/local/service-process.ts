import { spawn } from 'node:child_process';
import { dieWithParent } from './die-with-parent';

/** One running process of a service. */
export interface ServiceProcess {
  pid: number;
  /** Resolves when the process has ended, whatever ended it, to how it ended and the last lines of its log. */
  exited: Promise<Ended>;
  /** Ends it, by force after a grace; what it has promised to keep is on disk afterwards. */
  stop(): Promise<void>;
}

export interface Ended {
  /** `SIGKILL`, `exit code 1`, or why it could not be started. */
  how: string;
  log: string[];
}

export interface SpawnServiceOptions {
  /** What must be added to its environment. */
  env?: Record<string, string>;
  /** Written to its standard input: in no file and in no process list, so a password may be in it. */
  input: string;
  /** Keep its standard input open, so that its end tells it of ours. Default false. */
  holdInput?: boolean;
  /** How long it may take to end by itself. */
  stopGraceMs: number;
}

const LOG_LINES = 40;

/** Starts a program that serves the app until the launcher ends it, or ends. */
export function spawnService(
  command: string,
  args: string[],
  { env, input, holdInput, stopGraceMs }: SpawnServiceOptions,
): ServiceProcess {
  // A process group of its own: Ctrl-C at the terminal must not end it before the app that still uses it.
  const child = spawn(...dieWithParent(command, args), {
    env: { ...process.env, ...env },
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
  const exited = new Promise<Ended>((resolve) => {
    child.once('error', (error) => resolve({ how: error.message, log }));
    child.once('close', (code, signal) => resolve({ how: signal ?? `exit code ${code}`, log }));
  });

  child.stdin.on('error', () => undefined); // It died before it read: `exited` says so.
  child.stdin.write(input);
  if (!holdInput) child.stdin.end();
  const endWithUs = () => child.kill('SIGTERM');
  process.once('exit', endWithUs);
  void exited.then(() => process.off('exit', endWithUs));

  return {
    pid: child.pid ?? -1,
    exited,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopGraceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}
