import { rateLimits } from '@/lib/guard/rate-limits';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { addBlock, removeBlock } from '@/lib/patterns/rate-limit/contract';

export const PUT = handle(addBlock, ({ redis, params, body, once }) =>
  rateLimits(redis).block(params.policy, params.identifier, body, once),
);

export const DELETE = handle(removeBlock, async ({ redis, params, once }) => ({
  lifted: await rateLimits(redis).unblock(params.policy, params.identifier, once),
}));

export const OPTIONS = preflight([addBlock, removeBlock]);
