import type { Redis } from '@upstash/redis';
import type { Range, Totals, ResultOfStats } from './contract-stats';
import { keys, resolutions } from './keys';
import { merge, quantile } from './latency';
import { emptySums, type Sums } from './meter';

const spans = {
  '1h': { resolution: 'minute', count: 60 },
  '24h': { resolution: 'hour', count: 24 },
} as const;

interface Query {
  range: Range;
  /** Only the reads of this cache. */
  cache?: string | undefined;
}

/**
 * What the caches did over a range, zero-filled to the running bucket. One round trip, two commands. The window is
 * chosen by the caller's clock; what was counted in it, by that of Redis.
 */
export async function readStats(
  redis: Redis,
  { range, cache }: Query,
  { prefix = 'rp' }: { prefix?: string } = {},
): Promise<ResultOfStats> {
  const now = Date.now();
  const { resolution, count } = spans[range];
  const { bucketMs, block } = resolutions[resolution];
  const first = Math.floor(now / bucketMs) - count + 1;
  // Both, though at times one holds all: a read costs the same at any minute.
  const blocks = [Math.floor(first / block), Math.floor(first / block) + 1] as const;
  const pipeline = redis.pipeline();
  for (const number of blocks) pipeline.hgetall(keys.series({ prefix, resolution, block: number }));
  const hashes = await pipeline.exec<[string[] | null, string[] | null]>();

  const byCache = new Map<string, Sums>();
  const buckets = new Map<number, Sums>();
  const all = emptySums();
  hashes.forEach((hash, index) => {
    for (const [field, sums] of parse(hash)) {
      const bucket = blocks[index as 0 | 1] * block + field;
      if (bucket < first || bucket >= first + count) continue;
      for (const [name, own] of Object.entries(sums)) {
        add(at(byCache, name), own);
        if (cache !== undefined && cache !== name) continue;
        add(at(buckets, bucket), own);
        add(all, own);
      }
    }
  });
  return {
    range,
    from: first * bucketMs,
    to: (first + count) * bucketMs,
    bucketMs,
    now,
    ...totals(all),
    series: Array.from({ length: count }, (_, index) => ({
      at: (first + index) * bucketMs,
      ...totals(at(buckets, first + index)),
    })),
    caches: [...byCache]
      .map(([name, sums]) => ({ cache: name, ...totals(sums) }))
      .sort((a, b) => (a.cache < b.cache ? -1 : 1)),
  };
}

function totals(sums: Sums): Totals {
  const { hitMs, missMs, ageMs, negatives, failures, refreshes, ...counts } = sums;
  const hits = sums.hits + negatives;
  const reads =
    hits + sums.stale + sums.waited + sums.misses + sums.staleIfError + sums.bypassed + failures;
  const served = hits + sums.stale;
  return {
    ...counts,
    reads,
    hits,
    failures,
    loads: sums.misses + sums.bypassed + refreshes,
    loadsAvoided: served - refreshes + sums.waited + sums.staleIfError,
    hitRatio: reads === 0 ? null : served / reads,
    hitP50Ms: quantile(hitMs, 0.5),
    hitP95Ms: quantile(hitMs, 0.95),
    missP50Ms: quantile(missMs, 0.5),
    missP95Ms: quantile(missMs, 0.95),
    meanAgeMs: sums.hits === 0 ? null : ageMs / sums.hits,
  };
}

function at<Key>(map: Map<Key, Sums>, key: Key): Sums {
  let sums = map.get(key);
  if (!sums) map.set(key, (sums = emptySums()));
  return sums;
}

function add(into: Sums, from: Sums): void {
  for (const name of Object.keys(into) as (keyof Sums)[]) {
    if (name === 'hitMs' || name === 'missMs') merge(into[name], from[name] ?? {});
    else into[name] += from[name] ?? 0;
  }
}

function parse(hash: string[] | null): [number, Record<string, Sums>][] {
  return Array.from({ length: (hash?.length ?? 0) / 2 }, (_, index) => [
    Number(hash![2 * index]),
    JSON.parse(hash![2 * index + 1]!) as Record<string, Sums>,
  ]);
}
