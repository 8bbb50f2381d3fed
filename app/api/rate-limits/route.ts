import { policies } from '@/lib/guard/policies';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { listRateLimits } from '@/lib/patterns/rate-limit/contract';

export const GET = handle(listRateLimits, async () => ({
  policies: policies.map(({ name, description = '', limits, onRedisDown }) => ({
    name,
    description,
    limits: [...limits],
    onRedisDown,
  })),
}));

export const OPTIONS = preflight([listRateLimits]);
