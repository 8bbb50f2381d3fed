import { spawn } from 'node:child_process';
import { asAccount, type ServerAccount } from './server-account';

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
  /** What must be added to its environment, or taken out of it where undefined. */
  env?: Record<string, string | undefined>;
  /** Written to its standard input: in no file and in no process list, so a password may be in it. Default nothing. */
  input?: string;
  /** As whom it runs. Default: as this process does. */
  account?: ServerAccount;
  /** Asks it to end. Default `SIGTERM`. */
  stopSignal?: NodeJS.Signals;
  /** Ends it when it has not ended in time; after the same time again SIGKILL does. Default `SIGKILL`. */
  forceSignal?: NodeJS.Signals;
  /** How long it may take to end by itself. */
  stopGraceMs: number;
}

const LOG_LINES = 40;
/** How long the last lines of a process that has ended are waited for. */
const LAST_WORDS_MS = 500;
const SELF: ServerAccount = { prefix: [], ids: {} };

/** Starts a program that serves the app until the launcher ends it, or ends. */
export function spawnService(
  command: string,
  args: string[],
  options: SpawnServiceOptions,
): ServiceProcess {
  const { env, input = '', account = SELF, stopGraceMs } = options;
  const { stopSignal = 'SIGTERM', forceSignal = 'SIGKILL' } = options;
  // A process group of its own: Ctrl-C at the terminal must not end it before the app that still uses it.
  const child = spawn(...asAccount(account, command, args, stopSignal), {
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...account.ids,
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
    child.once('exit', (code, signal) => {
      const ended = { how: signal ?? `exit code ${code}`, log };
      child.once('close', () => resolve(ended));
      // What it started may outlive it, and keeps its output open.
      setTimeout(resolve, LAST_WORDS_MS, ended).unref();
    });
  });

  child.stdin.on('error', () => undefined); // It died before it read: `exited` says so.
  child.stdin.end(input);
  const endWithUs = () => child.kill(stopSignal);
  process.once('exit', endWithUs);
  void exited.then(() => process.off('exit', endWithUs));

  return {
    pid: child.pid ?? -1,
    exited,
    async stop() {
      child.kill(stopSignal);
      const timers = [forceSignal, 'SIGKILL' as const].map((signal, index) =>
        setTimeout(() => child.kill(signal), stopGraceMs * (index + 1)),
      );
      await exited;
      timers.forEach(clearTimeout);
    },
  };
}
