import type { Grant, Refusal } from './types';
import { patienceMs } from './keys';

const shortestPollMs = 25;
/** A free lock is noticed within this time, and a round trip. */
export const longestPollMs = 250;

interface Wait {
  waitMs: number;
  signal: AbortSignal | undefined;
  /** Asks for the lock. With `beats` it also says that the caller still waits. */
  ask(beats: boolean): Promise<Grant | Refusal>;
  leave(): Promise<unknown>;
}

/**
 * Asks for a lock until its turn has come or the time is over: less often the longer it takes, and each caller at
 * times of its own, so that those who wait do not come as one wave.
 *
 * @throws the signal's reason where it fires meanwhile
 */
export async function waitForTurn({ waitMs, signal, ask, leave }: Wait): Promise<Grant | Refusal> {
  const started = performance.now();
  let saidAt = started;
  for (let polls = 0; ; polls++) {
    signal?.throwIfAborted();
    const now = performance.now();
    const beats = now - saidAt > patienceMs / 3;
    if (beats) saidAt = now;
    const answer = await ask(beats);
    if (answer.acquired) return answer;
    const left = started + waitMs - performance.now();
    if (left > 0) await sleep(Math.min(left, pollDelay(polls)), signal);
    if (left <= 0 || signal?.aborted) {
      await leave();
      signal?.throwIfAborted();
      return answer;
    }
  }
}

/** Exponential, with half of it left to chance. */
export function pollDelay(polls: number, random = Math.random): number {
  return Math.min(longestPollMs, shortestPollMs * 2 ** polls) * (1 - random() / 2);
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal?.addEventListener('abort', wake);
    if (signal?.aborted) wake();
  });
}
