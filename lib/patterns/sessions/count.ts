import type { Redis } from '@upstash/redis';
import { createScript } from '../../redis/script';
import type { ShardCount } from './activity';
import source from './count.lua' with { type: 'text' };
import { keys, resolutions, type Resolution } from './keys';

const script = createScript(source);

const names = Object.keys(resolutions) as Resolution[];

/** The resolutions as the scripts take them. */
export const shapes = JSON.stringify(
  names.map((name) => {
    const { bucketMs, block, keepMs } = resolutions[name];
    return [name, bucketMs, block, keepMs];
  }),
);

/** How many sessions that are due one run of the script looks at: it holds Redis for a millisecond or two. */
const stride = 200;

/**
 * Puts off or takes out what is due, and counts the rest, shard by shard in one round trip; another for each
 * stride that is due.
 *
 * @param at.resolution also what began and ended, by its buckets
 */
export function countShards(
  redis: Redis,
  at: { prefix: string; shards: number; resolution?: Resolution },
): Promise<ShardCount[]> {
  const { prefix, shards, resolution } = at;
  const wanted = resolution === undefined ? 0 : names.indexOf(resolution) + 1;
  return Promise.all(
    Array.from({ length: shards }, async (_, shard): Promise<ShardCount> => {
      for (;;) {
        const [active, more, now, before = [], running = []] = await script.run<
          [number, number, number, string[]?, string[]?]
        >(redis, { keys: [keys.base({ prefix, shard })], args: [stride, wanted, shapes] });
        if (!more) return { active, now, blocks: [before, running] };
      }
    }),
  );
}
