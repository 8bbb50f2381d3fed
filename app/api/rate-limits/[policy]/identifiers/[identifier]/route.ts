import { allowOnlyDemos } from '@/lib/guard/demo';
import { rateLimits } from '@/lib/guard/rate-limits';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import {
  overrideRateLimit,
  readRateLimit,
  resetRateLimit,
} from '@/lib/patterns/rate-limit/contract';

export const GET = handle(readRateLimit, async ({ redis, caller, params }) => {
  allowOnlyDemos(params.policy, caller);
  return rateLimits(redis).peek(params.policy, params.identifier);
});

export const PUT = handle(overrideRateLimit, async ({ redis, params, body, once }) => {
  const limiter = rateLimits(redis);
  await limiter.override(params.policy, params.identifier, body, once);
  return limiter.peek(params.policy, params.identifier);
});

export const DELETE = handle(resetRateLimit, async ({ redis, params, once }) => ({
  reset: await rateLimits(redis).reset(params.policy, params.identifier, once),
}));

export const OPTIONS = preflight([readRateLimit, overrideRateLimit, resetRateLimit]);
