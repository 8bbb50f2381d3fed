import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { compareWays, createComparisons, keptAnswer } from '@/lib/patterns/pipeline';
import { compareBatches, listComparisons } from '@/lib/patterns/pipeline/contract';
import { openGround } from './ground';

export const POST = handle(compareBatches, ({ redis, body, once }) =>
  keptAnswer(redis, 'rp', once, async (operationId) => {
    const ground = openGround();
    try {
      const comparison = await compareWays(ground, body);
      await createComparisons(redis).add(comparison, operationId);
      return comparison;
    } finally {
      await ground.close();
    }
  }),
);

export const GET = handle(listComparisons, async ({ redis }) => ({
  comparisons: await createComparisons(redis).list(),
  now: Date.now(),
}));

export const OPTIONS = preflight([compareBatches, listComparisons]);
