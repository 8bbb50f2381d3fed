import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createActivity } from '@/lib/patterns/activity';
import type { Range } from '@/lib/patterns/activity/contract-schemas';
import { randomOf } from '../redis/support';
import { bringIn, dayMs, usersBetween, type History } from '../support/activities';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();
const fresh = () => createActivity(redis, { prefix: freshPrefix() });

/** A Thursday shortly after the leap day of 2028. */
const now = Date.UTC(2028, 2, 2, 15);
const today = Date.UTC(2028, 2, 2);

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now }));
afterEach(() => void vi.useRealTimers());

/** When a point's day, week or month is over, by the calendar of JavaScript and not by the room's. */
const ends: Record<Range, (at: number) => number> = {
  '30d': (at) => at + dayMs,
  '12w': (at) => at + 7 * dayMs,
  '12m': (at) => {
    const date = new Date(at);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  },
};

function randomHistory(seed: number, users: number): History {
  const random = randomOf(seed);
  return new Map(
    Array.from({ length: users }, (_, n) => {
      // Some came lately and some long ago; most of their days lie close together.
      const span = dayMs * (1 + Math.floor(random() ** 2 * 380));
      const events = 1 + Math.floor(random() * 25);
      return [`user-${n}`, Array.from({ length: events }, () => now - Math.floor(random() * span))];
    }),
  );
}

async function expectActives(activity: ReturnType<typeof fresh>, history: History) {
  for (const range of ['30d', '12w', '12m'] as const) {
    const { series } = await activity.actives(range);
    const counted = series.map(({ at }) => usersBetween(history, at, ends[range](at)).length);
    expect({ range, users: series.map(({ users }) => users) }).toEqual({ range, users: counted });
  }
  const { retention } = await activity.actives();
  for (const { at, newcomers, returned } of retention) {
    const first = new Map(
      [...history].filter(([, times]) => {
        const earliest = Math.min(...times);
        return earliest >= at && earliest < at + dayMs;
      }),
    );
    expect({ at, newcomers }).toEqual({ at, newcomers: first.size });
    const expected = returned.map((_, index) => {
      const day = at + (index + 1) * dayMs;
      return day > today ? null : usersBetween(first, day, day + dayMs).length;
    });
    expect({ at, returned }).toEqual({ at, returned: expected });
  }
}

describe('who is active', () => {
  test('on three days of a week counts once for the week and for the month', async () => {
    const activity = fresh();
    const days = [Date.UTC(2028, 1, 22), Date.UTC(2028, 1, 23), Date.UTC(2028, 1, 24)];
    await bringIn(activity, new Map([['ann', days]]));
    await bringIn(activity, new Map([['ben', days.slice(1)]]));
    const at = async (range: Range, when: number) =>
      (await activity.actives(range)).series.find((point) => point.at === when)?.users;
    expect(await Promise.all(days.map((day) => at('30d', day)))).toEqual([1, 2, 2]);
    expect(await at('12w', Date.UTC(2028, 1, 21))).toBe(2);
    expect(await at('12m', Date.UTC(2028, 1, 1))).toBe(2);
  });

  test('is told for today, this week and this month', async () => {
    const activity = fresh();
    const [monday, first] = [Date.UTC(2028, 1, 28), Date.UTC(2028, 2, 1)];
    const history: History = new Map([
      ['today', [now]],
      ['twice-today', [now - 1_000, now]],
      ['this-month', [first]],
      ['this-week', [monday]],
      ['last-week', [monday - 1]],
    ]);
    await bringIn(activity, history);
    expect(await activity.actives()).toMatchObject({ now, today: 2, week: 4, month: 3 });
  });

  test('is the union of the days, on random data over leap day and year end', async () => {
    for (const seed of [1, 2]) {
      const activity = fresh();
      const history = randomHistory(seed, 40);
      await bringIn(activity, history);
      await expectActives(activity, history);
    }
  });

  test('is as if the erased had never been there', async () => {
    const activity = fresh();
    const history = randomHistory(3, 30);
    await bringIn(activity, history);
    for (const user of [...history.keys()].filter((_, n) => n % 3 === 0)) {
      await activity.erase(user);
      history.delete(user);
    }
    await expectActives(activity, history);
  });

  test('ranges end with what still runs, without a gap', async () => {
    const activity = fresh();
    const starts = async (range: Range) =>
      (await activity.actives(range)).series.map(({ at }) =>
        new Date(at).toISOString().slice(0, 10),
      );
    const days = await starts('30d');
    expect([days.length, days[0], days[28], days[29]]).toEqual([
      30,
      '2028-02-02',
      '2028-03-01',
      '2028-03-02',
    ]);
    const weeks = await starts('12w');
    expect([weeks.length, weeks[0], weeks[11]]).toEqual([12, '2027-12-13', '2028-02-28']);
    const months = await starts('12m');
    expect([months.length, months[0], months[9], months[11]]).toEqual([
      12,
      '2027-04-01',
      '2028-01-01',
      '2028-03-01',
    ]);
  });
});
