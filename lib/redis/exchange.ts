import { CodedError } from '../errors';
import type { Send, SendAnswer, SendRequest } from './send-types';

/** How often, and for how long in all, a request is tried. */
export interface ResendPolicy {
  /** At most this many attempts, 1 or more. */
  attempts: number;
  /** For all attempts and the pauses between them, in milliseconds. */
  timeoutMs: number;
}

/** How an exchange ended: with an answer of whatever meaning, or with none. */
export type Exchanged = { attempts: number } & (
  { answer: SendAnswer; failure?: undefined } | { answer?: undefined; failure: unknown }
);

/** Said by a proxy, or by an endpoint whose Redis is away: nothing about the request itself. */
const passing = new Set([502, 503, 504]);

/**
 * Sends a request until an answer comes, within the policy. What is sent here may have been carried out before its
 * answer was lost, so operations that are not idempotent carry an operation id.
 *
 * Each attempt gets an even share of the time that is left: with all of it given to the first, an answer that never
 * comes would leave none to ask again.
 */
export async function exchange(
  send: Send,
  request: Omit<SendRequest, 'timeoutMs'>,
  policy: ResendPolicy,
): Promise<Exchanged> {
  const deadline = performance.now() + policy.timeoutMs;
  for (let attempt = 1; ; attempt++) {
    const left = deadline - performance.now();
    const share = Math.max(1, Math.floor(left / (policy.attempts - attempt + 1)));
    let outcome: Exchanged;
    try {
      const answer = await send({ ...request, timeoutMs: share });
      outcome = { attempts: attempt, answer };
      if (!passing.has(answer.status)) return outcome;
    } catch (error) {
      if (request.signal?.aborted) return { attempts: attempt, failure: request.signal.reason };
      outcome = { attempts: attempt, failure: unreachable(error) };
    }
    const pause = backoffMs(attempt);
    if (attempt >= policy.attempts || performance.now() + pause >= deadline) return outcome;
    await delay(pause, request.signal);
    if (request.signal?.aborted) return { attempts: attempt, failure: request.signal.reason };
  }
}

/** The error of a Redis from which no usable answer comes. What went wrong is its cause, for the log alone. */
export function unreachable(cause: unknown, retryAfterSeconds = 1): CodedError {
  return new CodedError('redis_unreachable', 'Redis cannot be reached at the moment.', {
    cause,
    retryAfterSeconds,
  });
}

/** 25–50 ms, then four times that each: random, so that callers who failed together do not return together. */
function backoffMs(attempt: number): number {
  return 50 * 4 ** (attempt - 1) * (0.5 + Math.random() / 2);
}

function delay(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
