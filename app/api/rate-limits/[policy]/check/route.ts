import { CodedError } from '@/lib/errors';
import { allowOnlyDemos } from '@/lib/guard/demo';
import { rateLimits } from '@/lib/guard/rate-limits';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { rateLimitHeaders } from '@/lib/patterns/rate-limit';
import { checkRateLimit } from '@/lib/patterns/rate-limit/contract';

export const POST = handle(checkRateLimit, async ({ redis, caller, headers, ...call }) => {
  const { policy } = call.params;
  allowOnlyDemos(policy, caller);
  const { identifier, cost } = call.body;
  // An id that nobody brought would only keep the process from answering by its memory.
  const operationId = call.operationId.fingerprint === '' ? undefined : call.operationId;
  const decision = await rateLimits(redis).check(policy, identifier, {
    cost,
    ...(operationId && { operationId }),
  });
  for (const [name, value] of Object.entries(rateLimitHeaders(decision))) headers.set(name, value);
  if (call.query.enforce === 'true' && !decision.allowed) {
    const { retryAfterMs } = decision;
    throw new CodedError(
      'rate_limited',
      `"${policy}" does not let this call pass (${decision.reason}).`,
      retryAfterMs === null ? {} : { retryAfterSeconds: Math.ceil(retryAfterMs / 1_000) },
    );
  }
  return decision;
});

export const OPTIONS = preflight([checkRateLimit]);
