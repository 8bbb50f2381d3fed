import { afterEach, describe, expect, test, vi } from 'vitest';
import { createActivity } from '@/lib/patterns/activity';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

afterEach(() => void vi.useRealTimers());

/** The streak at a moment of somebody with events at these moments. */
async function streakAt(now: string, events: readonly string[]) {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) });
  const activity = createActivity(redis, { prefix: freshPrefix() });
  for (const at of events) await activity.record('ann', { type: 'job' }, { at: Date.parse(at) });
  return (await activity.summary('ann')).streak;
}

describe('a streak', () => {
  test.each([
    ['starts with the first event', '2027-05-05T12:00Z', ['2027-05-05T11:59Z'], 1, 1, true],
    ['has a day once', '2027-05-05T12:00Z', ['2027-05-05T00:00Z', '2027-05-05T11:00Z'], 1, 1, true],
    [
      'goes on over midnight of UTC, and not of any other zone',
      '2027-05-06T00:00:01Z',
      ['2027-05-05T23:59:59.999Z', '2027-05-06T00:00:00.000Z'],
      2,
      2,
      true,
    ],
    [
      'lives on while today is open',
      '2027-05-07T23:59:59Z',
      ['2027-05-04T10:00Z', '2027-05-05T10:00Z', '2027-05-06T00:00Z'],
      3,
      3,
      false,
    ],
    [
      'ends when a day is over without an event',
      '2027-05-08T00:00Z',
      ['2027-05-04T10:00Z', '2027-05-05T10:00Z', '2027-05-06T23:59Z'],
      0,
      3,
      false,
    ],
    [
      'begins anew after a gap, and the longest stays',
      '2027-05-09T10:00Z',
      [
        '2027-05-01T10:00Z',
        '2027-05-02T10:00Z',
        '2027-05-03T10:00Z',
        '2027-05-05T10:00Z',
        '2027-05-08T10:00Z',
        '2027-05-09T10:00Z',
      ],
      2,
      3,
      true,
    ],
    [
      'has a leap day',
      '2028-03-01T10:00Z',
      ['2028-02-28T10:00Z', '2028-02-29T10:00Z', '2028-03-01T10:00Z'],
      3,
      3,
      true,
    ],
    [
      'has none where there is none',
      '2027-03-01T10:00Z',
      ['2027-02-27T10:00Z', '2027-02-28T10:00Z', '2027-03-01T10:00Z'],
      3,
      3,
      true,
    ],
    [
      'goes on over a year',
      '2028-01-01T10:00Z',
      ['2027-12-30T10:00Z', '2027-12-31T10:00Z', '2028-01-01T10:00Z'],
      3,
      3,
      true,
    ],
    ['is none without an event', '2027-05-05T12:00Z', [], 0, 0, false],
  ])('%s', async (_, now, events, current, longest, today) => {
    expect(await streakAt(now, events)).toEqual({ current, longest, today });
  });

  test('of a whole leap year is 366 days long, from its first day to its last', async () => {
    const first = Date.UTC(2028, 0, 1);
    const days = Array.from({ length: 366 }, (_, day) => first + day * 86_400_000 + day * 200_000);
    const streak = await streakAt(
      '2028-12-31T23:59:59.999Z',
      days.map((at) => new Date(at).toISOString()),
    );
    expect(streak).toEqual({ current: 366, longest: 366, today: true });
  });
});
