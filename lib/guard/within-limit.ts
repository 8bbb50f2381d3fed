import type { Redis } from '@upstash/redis';
import { CodedError } from '../errors';
import { rateLimitHeaders } from '../patterns/rate-limit';
import { rateLimits } from './rate-limits';

/**
 * Takes one call from a limit, and says in the answer's headers what is left of it, beside what they say of others.
 *
 * @throws CodedError `rate_limited`
 */
export async function withinLimit(
  redis: Redis,
  policy: string,
  countedAs: string,
  headers: Headers,
): Promise<void> {
  const decision = await rateLimits(redis).check(policy, countedAs);
  const { 'retry-after': retryAfter, ...fields } = rateLimitHeaders(decision);
  for (const [name, value] of Object.entries(fields)) headers.append(name, value);
  if (retryAfter !== undefined) headers.set('retry-after', retryAfter);
  if (decision.allowed) return;
  const seconds = Math.max(1, Math.ceil((decision.retryAfterMs ?? 1_000) / 1_000));
  throw new CodedError('rate_limited', `Try again in ${seconds} s.`, {
    retryAfterSeconds: seconds,
  });
}
