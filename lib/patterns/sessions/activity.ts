import type { ActiveSessions, CountRange } from './contract';
import { resolutions, type Resolution } from './keys';

export const rangeShapes = {
  '1h': { resolution: 'minute', points: 60 },
  '24h': { resolution: 'hour', points: 24 },
} as const satisfies Record<CountRange, { resolution: Resolution; points: number }>;

/** What one shard says: its living sessions, and what began and ended, by bucket. */
export interface ShardCount {
  active: number;
  now: number;
  /** The block of buckets before, and the running one, as flat hashes. */
  blocks: [readonly string[], readonly string[]];
}

/** Adds shards up and walks back from the count of now, bucket by bucket. */
export function toActivity(range: CountRange, shards: readonly ShardCount[]): ActiveSessions {
  const { resolution, points } = rangeShapes[range];
  const { bucketMs, block } = resolutions[resolution];
  const now = Math.max(...shards.map((shard) => shard.now));
  const counts = new Map<string, number>();
  for (const shard of shards) {
    const running = Math.floor(shard.now / bucketMs / block);
    shard.blocks.forEach((hash, index) => {
      for (let i = 0; i < hash.length; i += 2) {
        const [, kind, offset] = /^(.)(\d+)$/.exec(hash[i] as string) ?? [];
        const bucket = (running - 1 + index) * block + Number(offset);
        const name = `${kind}${bucket}`;
        counts.set(name, (counts.get(name) ?? 0) + Number(hash[i + 1]));
      }
    });
  }
  const active = shards.reduce((sum, shard) => sum + shard.active, 0);
  const series: ActiveSessions['series'] = [];
  const last = Math.floor(now / bucketMs);
  for (let bucket = last, living = active; bucket > last - points; bucket--) {
    const begun = counts.get(`o${bucket}`) ?? 0;
    const ended = counts.get(`c${bucket}`) ?? 0;
    series.unshift({ at: bucket * bucketMs, active: living, begun, ended });
    living = Math.max(0, living - begun + ended);
  }
  return { range, now, bucketMs, active, series };
}
