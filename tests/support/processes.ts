import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { root } from './rooms';

/** A process of its own that runs a file of tests/patterns/processes and talks by messages. */
export interface TestProcess {
  /** Gives it work, and resolves to its next message. */
  ask<T>(message: unknown): Promise<T>;
  /** Ends it as a crash does: it can do nothing about it any more. */
  kill(): Promise<void>;
}

/** Starts a process and waits until it says that it is ready. It ends with the test at the latest. */
export async function startProcess(file: string): Promise<TestProcess> {
  const child = fork(path.join(root, 'tests/patterns/processes', file), {
    cwd: root,
    execArgv: ['--import', 'tsx', '--import', './lib/local/lua-loader.mjs'],
  });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  await nextMessage(child);
  return {
    kill,
    ask<T>(message: unknown) {
      const answer = nextMessage(child);
      child.send(message as object);
      return answer as Promise<T>;
    },
  };
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`The process ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message);
    });
  });
}
