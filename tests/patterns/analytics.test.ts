import { describe, expect, test } from 'vitest';
import { createAnalytics } from '@/lib/patterns/analytics';
import { keys, maxFeed, maxNames, maxTargets } from '@/lib/patterns/analytics/keys';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { newOperationId } from '@/lib/redis/operation-id';
import { createSend } from '@/lib/redis/send';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { withinOneMinute } from '../support/clock';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

function fresh() {
  const prefix = freshPrefix();
  return { prefix, analytics: createAnalytics(redis, { prefix }) };
}

const view = (path: string, visitorId = 'someone', referrer?: string) => ({
  path,
  visitorId,
  ...(referrer && { referrer }),
});

describe('counting', () => {
  test('counts views and each visitor once, by minute, hour and day', async () => {
    await withinOneMinute();
    const { analytics } = fresh();
    await analytics.record([view('/a', 'ann'), view('/b', 'ann'), view('/a', 'ben')]);
    await analytics.record([view('/a', 'ann')]);

    for (const range of ['30m', '24h', '30d'] as const) {
      const { views, visitors, series, topPages } = await analytics.read({ range });
      expect({ range, views, visitors }).toEqual({ range, views: 4, visitors: 2 });
      expect(series.at(-1)).toMatchObject({ views: 4, visitors: 2 });
      expect(series.slice(0, -1).every((point) => point.views === 0 && point.visitors === 0)).toBe(
        true,
      );
      expect(topPages).toEqual([
        { path: '/a', views: 3 },
        { path: '/b', views: 1 },
      ]);
    }
  });

  test('the minutes of the hour sum to the hour, and the hours to the day', async () => {
    const { analytics } = fresh();
    const batches = Array.from({ length: 40 }, (_, i) =>
      analytics.record(Array.from({ length: 1 + (i % 7) }, () => view(`/${i % 5}`, `v${i % 11}`))),
    );
    await Promise.all(batches);
    const day = await analytics.read({ range: '30d' });
    const now = day.now;
    const hours = await analytics.read({ range: '30d', at: now });
    const minutes = await analytics.read({ range: '24h', at: now });
    const total = (series: { views: number }[]) => series.reduce((sum, p) => sum + p.views, 0);
    // The run may lie across an hour's edge; then the hours still sum to the day.
    expect(total(hours.series)).toBe(day.series.at(-1)?.views);
    expect(total(minutes.series)).toBe(hours.series.find((p) => p.at === minutes.from)?.views);
    expect(total(day.series)).toBe(
      Array.from({ length: 40 }, (_, i) => 1 + (i % 7)).reduce((a, b) => a + b),
    );
  });

  test('a range is zero-filled to the running bucket', async () => {
    const { analytics } = fresh();
    const shapes = {
      '30m': [30, 60_000],
      '24h': [24, 3_600_000],
      '30d': [30, 86_400_000],
    } as const;
    for (const [range, [points, bucketMs]] of Object.entries(shapes)) {
      const read = await analytics.read({ range: range as keyof typeof shapes });
      expect(read.series).toHaveLength(points);
      expect(read.bucketMs).toBe(bucketMs);
      expect(read.to).toBe(read.from + points * bucketMs);
      expect(read.from % bucketMs).toBe(0);
      expect(read.now).toBeGreaterThanOrEqual(read.to - bucketMs);
      expect(read.now).toBeLessThan(read.to);
      expect(read).toMatchObject({ views: 0, visitors: 0, topPages: [], referrers: [] });
    }
  });

  test('tells the last five minutes apart', async () => {
    const { analytics } = fresh();
    await analytics.record([view('/a', 'ann'), view('/a', 'ben')]);
    const { last5Minutes } = await analytics.read({ range: '30m' });
    expect(last5Minutes).toEqual({ views: 2, visitors: 2 });
  });

  test('one page has a series of its own, without uniques', async () => {
    const { analytics } = fresh();
    await analytics.record([view('/a'), view('/a'), view('/b')]);
    const page = await analytics.read({ range: '30m', path: '/a' });
    expect(page).toMatchObject({ views: 2, visitors: null, topPages: [{ path: '/a', views: 2 }] });
    expect(page.series.every((point) => point.visitors === null)).toBe(true);
    const none = await analytics.read({ range: '30m', path: '/nowhere' });
    expect(none).toMatchObject({ views: 0, topPages: [] });
  });

  test('referrers are counted, and a view without one is not', async () => {
    const { analytics } = fresh();
    await analytics.record([
      view('/a', 'ann', 'news.example'),
      view('/b', 'ann'),
      view('/a', 'ben', 'news.example'),
      view('/a', 'cyd', 'search.example'),
    ]);
    const { referrers } = await analytics.read({ range: '30m' });
    expect(referrers).toEqual([
      { referrer: 'news.example', views: 2 },
      { referrer: 'search.example', views: 1 },
    ]);
  });

  test('names are kept as they are: digits, unicode, quotes, JSON', async () => {
    const { analytics } = fresh();
    const paths = ['/00123', '/12345678901234567890', '/日本', '/"quoted"', '/{"a":1}', '/a:b*c?'];
    await analytics.record(paths.map((path) => view(path)));
    const { topPages } = await analytics.read({ range: '30m' });
    expect(topPages.map(({ path }) => path).sort()).toEqual([...paths].sort());
    const { views } = await analytics.live(10);
    expect(views.map(({ path }) => path).reverse()).toEqual(paths);
  });
});

describe('a lost answer', () => {
  test('a batch that is sent again counts once and gets the first answer', async () => {
    const { analytics } = fresh();
    const operationId = newOperationId();
    const batch = [view('/a'), view('/b')];
    expect(await analytics.record(batch, { operationId })).toBe(2);
    expect(operationId.replayed).toBe(false);
    expect(await analytics.record(batch, { operationId })).toBe(2);
    expect(operationId.replayed).toBe(true);
    expect(await analytics.read({ range: '30m' })).toMatchObject({ views: 2 });
    expect((await analytics.live(10)).views).toHaveLength(2);
  });

  test('with every second answer dropped, views and clicks equal the calls', async () => {
    const { prefix, analytics } = fresh();
    const send = dropAnswers(createSend(), (request) => request % 2 === 0);
    const transport = createTransport({ ...requireRedisConfig(), send });
    const lossy = createAnalytics(createClient(transport), { prefix });
    for (let i = 0; i < 20; i++) await lossy.record([view('/a', `v${i}`)]);
    for (let i = 0; i < 20; i++) await lossy.click('ann', { by: 2, target: 'buy' });
    await transport.close();

    expect(await analytics.read({ range: '30m' })).toMatchObject({ views: 20, visitors: 20 });
    expect(await analytics.clicks('ann')).toEqual({
      userId: 'ann',
      clicks: 40,
      targets: { buy: 40 },
    });
  });

  test('one id for two different requests is refused, and nothing is counted', async () => {
    const { analytics } = fresh();
    const id = crypto.randomUUID();
    await analytics.record([view('/a')], { operationId: { id, fingerprint: 'first' } });
    await expect(
      analytics.record([view('/b')], { operationId: { id, fingerprint: 'second' } }),
    ).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    expect(await analytics.read({ range: '30m' })).toMatchObject({ views: 1 });
  });
});

describe('bounds', () => {
  test('a flood of distinct pages stays within the table, and a popular page in it', async () => {
    await withinOneMinute();
    const { prefix, analytics } = fresh();
    const popular = 400;
    for (let round = 0; round < 20; round++) {
      const noise = Array.from({ length: 480 }, (_, i) => view(`/noise/${round}/${i}`));
      await analytics.record([
        ...noise,
        ...Array.from({ length: popular / 20 }, () => view('/popular')),
      ]);
    }
    const hour = Math.floor(Date.now() / 3_600_000);
    const pages = keys.pages({ prefix, resolution: 'hour', bucket: hour });
    const scores = await redis.zrange<(string | number)[]>(pages, 0, -1, { withScores: true });
    expect(scores).toHaveLength(2 * maxNames);
    // A newcomer takes over what its place had counted: so the places together hold every view.
    const held = scores.filter((_, at) => at % 2).map(Number);
    expect(held.reduce((sum, each) => sum + each)).toBe(20 * 480 + popular);

    const { views, topPages } = await analytics.read({ range: '24h' });
    expect(views).toBe(20 * 480 + popular);
    const found = topPages.find(({ path }) => path === '/popular');
    // Space-Saving: never too low, and too high by views / table size at the most.
    expect(found?.views).toBeGreaterThanOrEqual(popular);
    expect(found?.views).toBeLessThanOrEqual(popular + views / maxNames);
  });

  test('the feed keeps the newest, in order', async () => {
    const { prefix, analytics } = fresh();
    for (let i = 0; i < 8; i++)
      await analytics.record(Array.from({ length: 50 }, (_, j) => view(`/${i * 50 + j}`)));
    const { views } = await analytics.live(100);
    expect(views.map(({ path }) => path)).toEqual(
      Array.from({ length: 100 }, (_, i) => `/${399 - i}`),
    );
    expect(new Set(views.map(({ id }) => id)).size).toBe(100);
    expect(await redis.llen(keys.feed({ prefix }))).toBeLessThanOrEqual(maxFeed * 1.5);
  });

  test('click targets past the bound count as (other)', async () => {
    const { analytics } = fresh();
    for (let i = 0; i < maxTargets + 10; i++)
      await analytics.click('ann', { by: 1, target: `t${i}` });
    const { clicks, targets } = await analytics.clicks('ann');
    expect(clicks).toBe(maxTargets + 10);
    expect(Object.keys(targets)).toHaveLength(maxTargets + 1);
    expect(targets['(other)']).toBe(10);
    expect(Object.values(targets).reduce((a, b) => a + b)).toBe(clicks);
  });

  test('uniques are within 2 % at 100 000 visitors', async () => {
    const { analytics } = fresh();
    const visitors = 100_000;
    for (let from = 0; from < visitors; from += 5_000) {
      await Promise.all(
        Array.from({ length: 10 }, (_, part) =>
          analytics.record(
            Array.from({ length: 500 }, (_, i) => view('/', `visitor-${from + part * 500 + i}`)),
          ),
        ),
      );
    }
    const read = await analytics.read({ range: '30d' });
    expect(read.views).toBe(visitors);
    expect(Math.abs((read.visitors ?? 0) - visitors) / visitors).toBeLessThanOrEqual(0.02);
    expect(read.series.at(-1)?.visitors).toBe(read.visitors);
  });
});
