import type { Redis } from '@upstash/redis';
import { newOperationId } from '../../redis/operation-id';
import { runAtomic } from './atomic';
import { maxComparisons, type Comparison } from './contract';
import { keys } from './keys';
import { valueOf } from './reply';

/** What hash tag the comparisons' keys share. */
export const group = 'pipelines';

/** The last comparisons, for whoever looks at the page. */
export function createComparisons(redis: Redis, { prefix = 'rp' }: { prefix?: string } = {}) {
  const key = keys.comparisons({ prefix });
  return {
    /** Keeps one, as the newest; the oldest goes. Once, whoever sends it again. */
    async add(comparison: Comparison, operationId = newOperationId()): Promise<void> {
      const outcomes = await runAtomic(
        redis,
        [
          (batch) => batch.lpush(key, JSON.stringify(comparison)),
          (batch) => batch.ltrim(key, 0, maxComparisons - 1),
        ],
        prefix,
        { once: { group, operationId } },
      );
      outcomes.forEach(valueOf);
    },

    /** Newest first. One command. */
    async list(): Promise<Comparison[]> {
      const texts = await redis.lrange(key, 0, maxComparisons - 1);
      return texts.map((text) => JSON.parse(text) as Comparison);
    },
  };
}
