import type { Redis } from '@upstash/redis';
import { defineProof, type ProofStep } from '../../proof';
import { newOperationId, type OperationId } from '../../redis/operation-id';
import { createAnalytics } from './index';
import { keys, maxNames, resolutions, type Resolution } from './keys';

const views = 12;
const clicks = 6;
const page = '/pricing';
const visitor = 'visitor-1';
const crawled = Array.from({ length: 300 }, (_, index) => `/no-such-page/${index}`);

/** The requests whose answers get lost, by their number on the wire; a resend takes a number too. */
const lost = new Set([3, 8, 13, 18]);

/** What one side of the proof does and how its result is read; both meet the same faults. */
interface Side {
  view(redis: Redis, index: number): Promise<unknown>;
  click(redis: Redis, index: number): Promise<unknown>;
  crawl(redis: Redis): Promise<unknown>;
  read(redis: Redis): Promise<{ views: number; clicks: number }>;
  /** Every key that the side may write. */
  keys: string[];
  /** How many pages it holds a count for. */
  pages(redis: Redis): Promise<number>;
}

/**
 * The snippet that counts with INCR and HINCRBY, and this room, under one schedule: views and clicks of which
 * four answers get lost on the way, then a crawler that asks for 300 pages which do not exist.
 */
export const prove = defineProof({
  slug: 'analytics',
  sides: { naive, safe },

  async play(side, { redis, client, say, stopCounting }) {
    let step: ProofStep | undefined;
    const faulty = client({
      dropAnswer(request) {
        if (!lost.has(request)) return false;
        if (step) step.fault = 'answer lost, sent again';
        return true;
      },
    });
    for (let i = 0; i < views; i++) {
      step = say('visitor', `views ${page}`);
      await side.view(faulty, i);
    }
    for (let i = 0; i < clicks; i++) {
      step = say('visitor', 'clicks');
      await side.click(faulty, i);
    }
    const counted = await side.read(redis);
    say('crawler', `views ${crawled.length} pages that do not exist`);
    await side.crawl(redis);

    stopCounting();
    return {
      ...counted,
      pages: await side.pages(redis),
      immortal: await countImmortal(redis, side.keys),
    };
  },

  measures: (measure) => [
    measure('views', 'Views counted', `${views}, as many as there were`, views),
    measure('clicks', 'Clicks counted', `${clicks}, as many as there were`, clicks),
    measure('pages', 'Pages with a count after the crawler', `≤ ${maxNames}`, (n) => n <= maxNames),
    measure('immortal', 'Keys that never expire', '0', 0),
  ],
});

/** The snippet, its keys below the proof's prefix. */
function naive(prefix: string): Side {
  const pageviews = (path: string) => `${prefix}:pageviews:${path}`;
  const stats = `${prefix}:user:${visitor}:stats`;
  const all = [page, ...crawled].map(pageviews);
  return {
    keys: [...all, stats],
    view: (redis) => redis.incr(pageviews(page)),
    click: (redis) => redis.hincrby(stats, 'clicks', 1),
    crawl: (redis) => Promise.all(crawled.map((path) => redis.incr(pageviews(path)))),
    async read(redis) {
      const [seen, clicked] = await Promise.all([
        redis.get<string>(pageviews(page)),
        redis.hget<string>(stats, 'clicks'),
      ]);
      return { views: Number(seen), clicks: Number(clicked) };
    },
    pages: (redis) => redis.exists(...all),
  };
}

/** This room. */
function safe(prefix: string): Side {
  const now = Date.now();
  const ids: Record<'view' | 'click', OperationId[]> = {
    view: Array.from({ length: views + 1 }, newOperationId),
    click: Array.from({ length: clicks }, newOperationId),
  };
  const open = (redis: Redis) => createAnalytics(redis, { prefix });
  const hours = [0, 1].map((later) => Math.floor(now / resolutions.hour.bucketMs) + later);
  return {
    keys: [
      ...datedKeys(prefix, now),
      keys.feed({ prefix }),
      keys.clicks({ prefix, user: visitor }),
      ...ids.view.map(({ id }) => keys.receipt({ prefix, id })),
      ...ids.click.map(({ id }) => keys.clickReceipt({ prefix, user: visitor, id })),
    ],
    view: (redis, index) =>
      open(redis).record([{ path: page, visitorId: visitor }], { operationId: ids.view[index] }),
    click: (redis, index) =>
      open(redis).click(visitor, { by: 1 }, { operationId: ids.click[index] }),
    crawl: (redis) =>
      open(redis).record(
        crawled.map((path) => ({ path, visitorId: 'crawler' })),
        { operationId: ids.view[views] },
      ),
    async read(redis) {
      const [range, user] = await Promise.all([
        open(redis).read({ range: '30m' }),
        open(redis).clicks(visitor),
      ]);
      return { views: range.views, clicks: user.clicks };
    },
    async pages(redis) {
      const sizes = await Promise.all(
        hours.map((bucket) => redis.zcard(keys.pages({ prefix, resolution: 'hour', bucket }))),
      );
      return Math.max(...sizes);
    },
  };
}

/** The dated keys of the running buckets and of the next, in which a proof may end. */
function datedKeys(prefix: string, now: number): string[] {
  return (Object.keys(resolutions) as Resolution[]).flatMap((resolution) => {
    const { bucketMs, block } = resolutions[resolution];
    return [0, 1, 2].flatMap((later) => {
      const bucket = Math.floor(now / bucketMs) + later;
      return [
        keys.series({ prefix, resolution, block: Math.floor(bucket / block) }),
        ...(['visitors', 'pages', 'referrers'] as const).map((kind) =>
          keys[kind]({ prefix, resolution, bucket }),
        ),
      ];
    });
  });
}

/** How many of these keys exist and have no expiry. */
async function countImmortal(redis: Redis, all: readonly string[]): Promise<number> {
  const pipeline = redis.pipeline();
  for (const key of all) pipeline.ttl(key);
  const lives = await pipeline.exec<number[]>();
  return lives.filter((life) => life === -1).length;
}
