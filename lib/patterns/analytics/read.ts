import type { Redis } from '@upstash/redis';
import type { Range, ResultOfRead } from './contract';
import { keys, resolutions } from './keys';
import { blocks, bounds, buckets, windowOf, type Span } from './window';

interface Query {
  prefix: string;
  range: Range;
  now: number;
  at: number | undefined;
}

const maxListed = 10;

/** A range of the whole site: the hashes that hold its points, two unions and a count, in one pipeline. */
export async function readSite(redis: Redis, query: Query): Promise<ResultOfRead> {
  const { prefix, range, now, at } = query;
  const { points, whole } = windowOf(range, now, at);
  const { resolution } = points;
  const showLast5 = range === '30m';

  const pipeline = redis.pipeline();
  for (const block of blocks(points)) pipeline.hgetall(keys.series({ prefix, resolution, block }));
  const union = (kind: 'pages' | 'referrers' | 'visitors', span: Span) =>
    buckets(span).map((bucket) => keys[kind]({ prefix, resolution: span.resolution, bucket }));
  for (const kind of ['pages', 'referrers'] as const) {
    const names = union(kind, whole);
    pipeline.zunion(names.length, names as [string, ...string[]], { withScores: true });
  }
  pipeline.pfcount(...(union('visitors', whole) as [string, ...string[]]));
  const last5 = { ...points, first: points.first + points.count - 5, count: 5 };
  if (showLast5) pipeline.pfcount(...(union('visitors', last5) as [string, ...string[]]));

  const replies = await pipeline.exec<unknown[]>();
  const hashes = blocks(points).map(() => replies.shift() as string[] | null);
  const [pages, referrers, visitors, visitors5] = replies as [string[], string[], number, number];

  const series = fill(points, blocks(points), hashes);
  return {
    ...head(query, points),
    views: sum(series),
    visitors,
    ...(showLast5 && { last5Minutes: { views: sum(series.slice(-5)), visitors: visitors5 } }),
    series,
    topPages: top(pages).map(([path, views]) => ({ path, views })),
    referrers: top(referrers).map(([referrer, views]) => ({ referrer, views })),
  };
}

/** How busy the site is: the part of a range that an overview shows. */
export interface Pulse {
  visitors: number;
  series: { at: number; views: number }[];
}

export async function readPulse(redis: Redis, prefix: string, now: number): Promise<Pulse> {
  const { points } = windowOf('30m', now);
  const { resolution } = points;
  const numbers = blocks(points);
  const names = buckets(points).map((bucket) => keys.visitors({ prefix, resolution, bucket }));
  const [visitors, ...hashes] = await Promise.all([
    redis.pfcount(...(names as [string, ...string[]])),
    ...numbers.map((block) => redis.hgetall(keys.series({ prefix, resolution, block }))),
  ]);
  const series = fill(points, numbers, hashes as unknown as (string[] | null)[]);
  return { visitors, series: series.map(({ at, views }) => ({ at, views })) };
}

/** A range of one page, from the tables of pages: one command a bucket. */
export async function readPage(
  redis: Redis,
  query: Query & { path: string },
): Promise<ResultOfRead> {
  const { prefix, range, now, at, path } = query;
  const { points } = windowOf(range, now, at);
  const { resolution } = points;
  const pipeline = redis.pipeline();
  for (const bucket of buckets(points))
    pipeline.zscore(keys.pages({ prefix, resolution, bucket }), path);
  const scores = await pipeline.exec<(string | null)[]>();

  const { bucketMs } = resolutions[resolution];
  const series = buckets(points).map((bucket, index) => ({
    at: bucket * bucketMs,
    views: Number(scores[index] ?? 0),
    visitors: null,
  }));
  const views = sum(series);
  return {
    ...head(query, points),
    views,
    visitors: null,
    series,
    topPages: views > 0 ? [{ path, views }] : [],
    referrers: [],
  };
}

function head({ range, now }: Query, points: Span) {
  return { range, ...bounds(points), bucketMs: resolutions[points.resolution].bucketMs, now };
}

/** One point a bucket, with zeros where nothing was counted. */
function fill(
  span: Span,
  numbers: readonly number[],
  hashes: readonly (string[] | null)[],
): { at: number; views: number; visitors: number }[] {
  const { bucketMs, block } = resolutions[span.resolution];
  const fields = new Map<string, number>();
  hashes.forEach((hash, index) => {
    for (let i = 0; hash && i < hash.length; i += 2)
      fields.set(`${numbers[index]}:${hash[i]}`, Number(hash[i + 1]));
  });
  return buckets(span).map((bucket) => {
    const hash = Math.floor(bucket / block);
    const field = bucket % block;
    return {
      at: bucket * bucketMs,
      views: fields.get(`${hash}:v${field}`) ?? 0,
      visitors: fields.get(`${hash}:u${field}`) ?? 0,
    };
  });
}

/** The highest entries of a sorted-set reply (member, score, member, score …), highest first, ties by name. */
function top(reply: readonly string[]): [string, number][] {
  const entries: [string, number][] = [];
  for (let i = 0; i < reply.length; i += 2)
    entries.push([reply[i] as string, Number(reply[i + 1])]);
  return entries.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, maxListed);
}

function sum(series: readonly { views: number }[]): number {
  return series.reduce((total, point) => total + point.views, 0);
}
