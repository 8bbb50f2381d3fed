import { rateLimits } from '@/lib/guard/rate-limits';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { listBlocks } from '@/lib/patterns/rate-limit/contract';

export const GET = handle(listBlocks, async ({ redis }) => ({
  blocks: await rateLimits(redis).blocks(),
}));

export const OPTIONS = preflight([listBlocks]);
