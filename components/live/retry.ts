import type { ProblemError } from '@/lib/http/call';

const firstMs = 1_000;
const longestMs = 30_000;

/** False where the same question would get the same answer: the request itself is at fault. */
export function isWorthRetrying({ problem }: ProblemError): boolean {
  return problem.status < 400 || problem.status >= 500 || problem.status === 429;
}

/**
 * Milliseconds until the next try: what the server asked for, else twice as long each time up to 30 s.
 * Spread by ± a fifth, so that the pages of many viewers do not come back as one wave.
 *
 * @param failures in a row, from 1
 */
export function retryDelay(
  { problem }: ProblemError,
  failures: number,
  random = Math.random,
): number {
  if (problem.retryAfterMs !== undefined) return problem.retryAfterMs * (1 + random() / 5);
  const backoff = Math.min(longestMs / 1.2, firstMs * 2 ** (failures - 1));
  return backoff * (0.8 + random() * 0.4);
}
