import type { Redis } from '@upstash/redis';
import type { Range, ResultOfStatus } from './contract';
import { keys, resolutions } from './keys';

const spans = {
  '1h': { resolution: 'minute', count: 60 },
  '24h': { resolution: 'hour', count: 24 },
} as const;

const maxNamed = 10;

interface Query {
  range: Range;
  /** Only the checks of this policy. */
  policy?: string | undefined;
  /** How many identifiers are named for each outcome, 0 to 10; 10 unless told. For none two commands are enough. */
  named?: number;
}

/** Checks by policy in one bucket. */
type Sums = Record<string, [allowed: number, refused: number]>;
type Point = ResultOfStatus['series'][number];

/**
 * What was decided over a range, zero-filled to the running bucket. One round trip, four commands. The window is
 * chosen by the caller's clock; what was counted in it, by that of Redis.
 */
export async function readStatus(
  redis: Redis,
  { range, policy, named = maxNamed }: Query,
  { prefix = 'rp' }: { prefix?: string } = {},
): Promise<ResultOfStatus> {
  const now = Date.now();
  const { resolution, count } = spans[range];
  const { bucketMs, block } = resolutions[resolution];
  const first = Math.floor(now / bucketMs) - count + 1;
  const buckets = Array.from({ length: count }, (_, index) => first + index);
  // Both, though at times one holds all: a read costs the same at any minute.
  const blocks = [Math.floor(first / block), Math.floor(first / block) + 1];

  const pipeline = redis.pipeline();
  for (const number of blocks) pipeline.hgetall(keys.series({ prefix, resolution, block: number }));
  for (const outcome of named > 0 ? (['allowed', 'refused'] as const) : []) {
    const tops = buckets.map((bucket) => keys.top({ prefix, outcome, resolution, bucket }));
    pipeline.zunion(count, tops as [string, ...string[]], { withScores: true });
  }
  const [earlier, later, allowed = [], refused = []] =
    await pipeline.exec<[string[] | null, string[] | null, string[]?, string[]?]>();

  const sums = new Map([
    ...parse(earlier, blocks[0]! * block),
    ...parse(later, blocks[1]! * block),
  ]);
  const totals = new Map<string, { allowed: number; refused: number }>();
  const series: Point[] = buckets.map((bucket) => {
    const point = { at: bucket * bucketMs, allowed: 0, refused: 0 };
    for (const [name, [yes, no]] of Object.entries(sums.get(bucket) ?? {})) {
      const total = totals.get(name) ?? { allowed: 0, refused: 0 };
      totals.set(name, { allowed: total.allowed + yes, refused: total.refused + no });
      if (policy !== undefined && policy !== name) continue;
      point.allowed += yes;
      point.refused += no;
    }
    return point;
  });
  return {
    range,
    from: first * bucketMs,
    to: (first + count) * bucketMs,
    bucketMs,
    now,
    allowed: series.reduce((sum, point) => sum + point.allowed, 0),
    refused: series.reduce((sum, point) => sum + point.refused, 0),
    series,
    policies: [...totals]
      .map(([name, total]) => ({ policy: name, ...total }))
      .sort((a, b) => (a.policy < b.policy ? -1 : 1)),
    topAllowed: top(allowed, named, policy),
    topRefused: top(refused, named, policy),
  };
}

function parse(hash: string[] | null, firstBucket: number): Map<number, Sums> {
  const sums = new Map<number, Sums>();
  for (let i = 0; hash && i < hash.length; i += 2)
    sums.set(firstBucket + Number(hash[i]), JSON.parse(hash[i + 1] as string) as Sums);
  return sums;
}

/** The highest of a sorted-set reply (name, score, name, score …), highest first, ties by name. */
function top(
  reply: readonly string[],
  most: number,
  only: string | undefined,
): ResultOfStatus['topAllowed'] {
  const entries: ResultOfStatus['topAllowed'] = [];
  for (let i = 0; i < reply.length; i += 2) {
    const name = reply[i] as string;
    const space = name.indexOf(' ');
    const [policy, identifier] = [name.slice(0, space), name.slice(space + 1)];
    if (only === undefined || only === policy)
      entries.push({ policy, identifier, checks: Number(reply[i + 1]) });
  }
  return entries
    .sort((a, b) => b.checks - a.checks || (a.identifier < b.identifier ? -1 : 1))
    .slice(0, most);
}
