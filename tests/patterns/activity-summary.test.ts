import { describe, expect, test } from 'vitest';
import { createActivity } from '@/lib/patterns/activity';
import { randomOf } from '../redis/support';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

function fresh({ keep = 50, prefix = freshPrefix() } = {}) {
  return { prefix, activity: createActivity(redis, { prefix, keep }) };
}

describe('the summary', () => {
  test('of who was never here is empty', async () => {
    const { activity } = fresh();
    expect(await activity.summary('nobody')).toEqual({
      firstDay: null,
      days: 0,
      streak: { current: 0, longest: 0, today: false },
      events: { 'page-view': 0, 'sign-in': 0, score: 0, message: 0, job: 0 },
      heatMap: Array.from({ length: 7 }, () => Array(24).fill(0)),
      pages: [],
    });
  });

  test('names visited pages, the last visited first, with their visits', async () => {
    const { activity } = fresh();
    for (const page of ['/a', '/b', '/a', '/c', '/b'])
      await activity.record('ann', { type: 'page-view', subject: page });
    await activity.record('ann', { type: 'message', subject: '/d' });
    const { pages } = await activity.summary('ann');
    expect(pages.map(({ page, visits }) => [page, visits])).toEqual([
      ['/b', 2],
      ['/c', 1],
      ['/a', 2],
    ]);
    const [last] = (await activity.timeline('ann')).entries.slice(1);
    expect(pages[0]?.at).toBe(last?.at);
  });

  test('has a bound of pages', async () => {
    const { activity } = fresh({ keep: 200 });
    for (let n = 0; n < 70; n++)
      await activity.record('ann', { type: 'page-view', subject: `/${n}` });
    const { pages } = await activity.summary('ann');
    expect(pages.map(({ page }) => page)).toEqual(
      Array.from({ length: 50 }, (_, n) => `/${69 - n}`),
    );
  });

  test('looks at the newest entries alone, though more were kept before', async () => {
    const { prefix, activity } = fresh();
    for (const page of ['/a', '/b', '/c'])
      await activity.record('ann', { type: 'page-view', subject: page });
    const { pages } = await fresh({ prefix, keep: 2 }).activity.summary('ann');
    expect(pages.map(({ page }) => page)).toEqual(['/c', '/b']);
  });

  test('counts events by weekday and hour of UTC', async () => {
    const { activity } = fresh();
    const expected = Array.from({ length: 7 }, () => Array<number>(24).fill(0));
    const random = randomOf(5);
    const now = Date.now();
    const times = Array.from({ length: 80 }, () => now - Math.floor(random() * 60 * 86_400_000));
    for (const at of times.sort((a, b) => a - b)) {
      await activity.record('ann', { type: 'job' }, { at });
      const date = new Date(at);
      expected[(date.getUTCDay() + 6) % 7]![date.getUTCHours()]! += 1;
    }
    expect((await activity.summary('ann')).heatMap).toEqual(expected);
  });
});
