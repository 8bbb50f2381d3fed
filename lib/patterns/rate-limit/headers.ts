import type { Decision } from './contract';

/**
 * The decision as header fields: `RateLimit` and `RateLimit-Policy` as the IETF's draft has them
 * (draft-ietf-httpapi-ratelimit-headers, structured fields, one member a limit), and `Retry-After` on a refusal.
 * Times are whole seconds, rounded up: who waits them out is not early.
 *
 * @param now epoch milliseconds by the clock that made the decision
 */
export function rateLimitHeaders(decision: Decision, now = Date.now()): Record<string, string> {
  const { policy, limits, allowed, retryAfterMs } = decision;
  const name = (index: number) => `"${limits.length > 1 ? `${policy}-${index + 1}` : policy}"`;
  return {
    'ratelimit-policy': limits
      .map(({ limit, windowMs }, index) => `${name(index)};q=${limit};w=${seconds(windowMs)}`)
      .join(', '),
    ratelimit: limits
      .map(
        ({ remaining, resetAt }, index) =>
          `${name(index)};r=${remaining};t=${seconds(resetAt - now)}`,
      )
      .join(', '),
    ...(!allowed && retryAfterMs !== null && { 'retry-after': String(seconds(retryAfterMs)) }),
  };
}

function seconds(ms: number): number {
  return Math.max(0, Math.ceil(ms / 1_000));
}
