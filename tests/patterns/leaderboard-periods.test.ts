import { afterAll, describe, expect, test, vi } from 'vitest';
import { createLeaderboard } from '@/lib/patterns/leaderboard';
import type { Mode } from '@/lib/patterns/leaderboard/contract-boards';
import { keys } from '@/lib/patterns/leaderboard/keys';
import { spanOf, weekOf } from '@/lib/patterns/leaderboard/period';
import { freshPrefixes, testRedis } from '../support/redis';
import { scan } from '../support/rooms';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

/** Where the scripts of this file find the time. The clock of Redis cannot be set, so `TIME` is answered from here. */
const clock = vi.hoisted(() => `test-clock-${crypto.randomUUID()}`);
afterAll(() => redis.unlink(clock));

/** The room's own file, in which nothing but the answer to TIME is another. */
const clocked = vi.hoisted(() => async (load: () => Promise<{ default: string }>) => ({
  default: `
local server = redis
local redis = setmetatable({ call = function(command, ...)
  if command == 'TIME' then return { server.call('GET', '${clock}'), '0' } end
  return server.call(command, ...)
end }, { __index = server })
${(await load()).default}`,
}));
vi.mock('@/lib/patterns/leaderboard/submit.lua', clocked);
vi.mock('@/lib/patterns/leaderboard/remove.lua', clocked);

async function fresh(mode: Mode = 'best') {
  const prefix = freshPrefix();
  let time = 0;
  const board = createLeaderboard(redis, { prefix, board: 'game', mode, now: () => time });
  return {
    prefix,
    board,
    goTo: async (moment: string) => {
      time = Date.parse(moment);
      await redis.set(clock, Math.floor(time / 1_000));
    },
    members: async (period: 'all' | 'week' | 'day' | 'last-week' | 'yesterday') =>
      (await board.top(period)).map(({ member }) => member),
  };
}

describe('weeks', () => {
  /** The Monday of an ISO week, by the calendar: 4 January is always in week 1. */
  const mondayOf = (at: number) => {
    const date = new Date(at);
    return Date.UTC(
      date.getUTCFullYear(),
      date.getUTCMonth(),
      date.getUTCDate() - ((date.getUTCDay() + 6) % 7),
    );
  };

  test('begin on Monday, 00:00 UTC, and are numbered one after another', () => {
    let before = weekOf(Date.UTC(2019, 11, 30) - 1);
    for (let at = Date.UTC(2019, 11, 30); at < Date.UTC(2032, 0, 1); at += 6 * 3_600_000) {
      const span = spanOf('week', at)!;
      expect(span).toEqual({ from: mondayOf(at), to: mondayOf(at) + 7 * 86_400_000 });
      expect(weekOf(at) - before).toBe(at === span.from ? 1 : 0);
      before = weekOf(at);
    }
  });
});

test('a day ends at midnight UTC and a week on Sunday; a new one begins empty', async () => {
  const { board, goTo, members } = await fresh();
  await goTo('2027-01-02T12:00:00Z');
  await board.submit('saturday', 9);
  await goTo('2027-01-03T23:59:59Z');
  await board.submit('sunday', 8);
  expect(await members('day')).toEqual(['sunday']);
  expect(await members('yesterday')).toEqual(['saturday']);
  expect(await members('week')).toEqual(['saturday', 'sunday']);

  await goTo('2027-01-04T00:00:00Z');
  expect(await members('day')).toEqual([]);
  const outcome = await board.submit('monday', 7);
  expect(outcome.applied && outcome.boards).toMatchObject([
    { period: 'all', rank: 3 },
    { period: 'week', rank: 1 },
    { period: 'day', rank: 1 },
  ]);
  expect(await members('day')).toEqual(['monday']);
  expect(await members('yesterday')).toEqual(['sunday']);
  expect(await members('week')).toEqual(['monday']);
  expect(await members('last-week')).toEqual(['saturday', 'sunday']);
  expect(await members('all')).toEqual(['saturday', 'sunday', 'monday']);
});

test('a sum begins anew with each period', async () => {
  const { board, goTo } = await fresh('sum');
  for (const moment of ['2026-11-22T10:00:00Z', '2026-11-23T10:00:00Z', '2026-11-24T10:00:00Z']) {
    await goTo(moment);
    await board.submit('ann', 10);
  }
  const scores = await Promise.all(
    (['all', 'week', 'day', 'last-week', 'yesterday'] as const).map(
      async (period) => (await board.rank('ann', period)).score,
    ),
  );
  expect(scores).toEqual([30, 20, 10, 10, 10]);
});

test('a board can be read for as long again when its period is over, and then expires', async () => {
  const { prefix, board, goTo } = await fresh();
  const hour = 3_600_000;
  const lives = async (key: string) => Math.round((await redis.pttl(key)) / hour);
  await goTo('2027-01-06T18:00:00Z');
  await board.submit('ann', 1);
  const tag = { prefix, board: 'game' };
  const day = Math.floor(Date.parse('2027-01-06') / 86_400_000);
  expect(await lives(keys.day({ ...tag, day }))).toBe(6 + 24);
  const week = weekOf(Date.parse('2027-01-06'));
  expect(await lives(keys.week({ ...tag, week }))).toBe(6 + 4 * 24 + 7 * 24);
  expect(await redis.pttl(keys.all(tag))).toBe(-1);

  await goTo('2027-01-06T23:00:00Z');
  await board.submit('ben', 1);
  expect(await lives(keys.day({ ...tag, day }))).toBe(6 + 24);
});

test('a removal reaches the week and the day before too', async () => {
  const { prefix, board, goTo } = await fresh();
  for (const moment of ['2027-01-03T12:00:00Z', '2027-01-04T12:00:00Z']) {
    await goTo(moment);
    await board.submit('ann', 1);
  }
  await board.remove('ann');
  const left = await scan(redis, `{${prefix}:board:game}:*`);
  expect(left.filter((key) => !key.includes(':receipt:'))).toEqual([]);
});
