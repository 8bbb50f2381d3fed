import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of its own for one side, so that sides and the load on them do not share an event loop. */
export interface Process {
  /** What it sent when it was ready. */
  ready: Record<string, unknown>;
  ask<Reply>(message: object): Promise<Reply>;
  stop(): Promise<void>;
}

/** Starts a module of this folder and waits for its first message. */
export async function startProcess(
  module: string,
  env: Record<string, string> = {},
): Promise<Process> {
  const file = fileURLToPath(new URL(module, import.meta.url));
  const child = fork(file, { env: { ...process.env, ...env } });
  // Nothing outlives the bench, however it ends.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ready = await firstMessage<Record<string, unknown>>(child, module);
  return {
    ready,
    ask: (message) => {
      const reply = firstMessage<never>(child, module);
      child.send(message);
      return reply;
    },
    async stop() {
      process.off('exit', kill);
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function firstMessage<Message>(child: ChildProcess, module: string): Promise<Message> {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`${module} ended with ${code}`);
  });
  const message = once(child, 'message', { signal: ended.signal });
  try {
    return ((await Promise.race([message, exit])) as [Message])[0];
  } finally {
    ended.abort();
    await Promise.allSettled([message, exit]);
  }
}
