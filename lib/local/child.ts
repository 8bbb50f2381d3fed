import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Writable } from 'node:stream';
import { dieWithParent } from './die-with-parent';

const STOP_GRACE_MS = 5_000;

/** A command that runs for us. */
export interface Child {
  /** Resolves to its exit code when it has ended; 128 and the signal's number when a signal ended it, as shells have it. */
  exited: Promise<number>;
  /** Asks it to end, and after a grace of five seconds ends it together with everything it started. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Runs a command as the leader of a process group of its own, so that what it starts can be ended with it. Whatever is
 * left of the group when the command has ended is ended too.
 */
export function startChild(
  command: string,
  args: string[],
  options: {
    env: NodeJS.ProcessEnv;
    cwd?: string;
    /** Where its standard output goes. Default: where ours goes. */
    output?: Writable;
  },
): Child {
  const child = spawn(...dieWithParent(command, args), {
    env: options.env,
    cwd: options.cwd,
    detached: true,
    stdio: ['inherit', options.output ? 'pipe' : 'inherit', 'inherit'],
  });
  if (options.output) child.stdout?.pipe(options.output);
  const signalGroup = (signal: NodeJS.Signals) => {
    if (child.pid === undefined) return; // It could not be started.
    try {
      process.kill(-child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  let ended = false;
  const killGroup = () => signalGroup('SIGKILL');
  process.once('exit', killGroup);

  const exited = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      console.error(`✗ ${command} could not be run: ${error.message}`);
      resolve(127);
    });
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  }).finally(() => {
    process.off('exit', killGroup);
    killGroup();
    ended = true;
  });

  return {
    exited,
    async stop(signal = 'SIGTERM') {
      if (ended) return;
      signalGroup(signal);
      const timer = setTimeout(killGroup, STOP_GRACE_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
