import type { Redis } from '@upstash/redis';
import { isOutage } from '../../redis/outage';
import type { Failure, Outcome, Step } from './steps';

/** Sends steps in one request as they are. @returns their outcomes, one to one; never a rejection for one of them */
export async function sendSteps(
  redis: Redis,
  endpoint: 'pipeline' | 'multi',
  steps: readonly Step[],
): Promise<Outcome[]> {
  const batch = redis[endpoint]();
  for (const step of steps) step(batch, noReply);
  const replies = (await batch.exec({ keepErrors: true })) as {
    result: unknown;
    error?: string;
  }[];
  return replies.map(({ result, error }) =>
    error ? { ok: false, reason: 'refused', error } : { ok: true, value: result },
  );
}

/** Only a script knows a reply before the next command. */
export function noReply(): never {
  throw new TypeError('Only a dependent batch can use replies: runDependent');
}

/**
 * Turns a request that failed as a whole into the outcome of each of its steps.
 *
 * @throws what no step is to blame for: refused credentials, a reused operation id, an error of the program
 */
export async function settle(
  steps: number,
  request: () => Promise<Outcome[]>,
  signal?: AbortSignal,
): Promise<Outcome[]> {
  try {
    return await withSignal(request(), signal);
  } catch (error) {
    return Array<Failure>(steps).fill(failureOf(error, signal));
  }
}

function failureOf(error: unknown, signal: AbortSignal | undefined): Failure {
  if (signal?.aborted)
    return { ok: false, reason: 'unanswered', error: 'Cancelled before its answer arrived' };
  // The client throws it where the endpoint answers for the whole request: then nothing of it was carried out.
  if (error instanceof Error && error.name === 'UpstashError')
    return { ok: false, reason: 'refused', error: error.message };
  if (isOutage(error)) return { ok: false, reason: 'unanswered', error: 'No answer arrived' };
  throw error;
}

/** Settles with the promise or, where the signal comes first, rejects with its reason. */
async function withSignal<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
