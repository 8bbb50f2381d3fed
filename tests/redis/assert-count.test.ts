import { expect, test } from 'vitest';
import { createActivity } from '@/lib/patterns/activity';
import { createAnalytics } from '@/lib/patterns/analytics';
import { createChat } from '@/lib/patterns/chat';
import { createPresence } from '@/lib/patterns/counters';
import { createLeaderboard } from '@/lib/patterns/leaderboard';
import { createSets } from '@/lib/patterns/sets';
import { testRedis } from '../support/redis';

const { redis, trace } = testRedis();
const prefix = 'bounds';
const board = createLeaderboard(redis, { prefix, board: 'b', mode: 'best' });
const chat = createChat(redis, { prefix, room: 'r' });

const reads: [string, (limit: number) => Promise<unknown>][] = [
  ['live views', (limit) => createAnalytics(redis, { prefix }).live(limit)],
  ['a history', (limit) => chat.history({ limit })],
  ['what came since', (limit) => chat.since('0-0', limit)],
  ['the top', (limit) => board.top('all', limit)],
  ['a page of a board', (limit) => board.page('all', 0, limit)],
  ['a search', (limit) => board.search('a', 'all', limit)],
  ['a timeline', (limit) => createActivity(redis, { prefix }).timeline('u', { limit })],
  ['a page of a set', (limit) => createSets(redis, { prefix }).page('s', '0', limit)],
  [
    'who is here',
    (limit) => createPresence(redis, { prefix, place: 'p', ttlMs: 1_000 }).here(limit),
  ],
];

test.each(reads)(
  '%s: a number of entries that is none is refused before Redis is asked',
  async (name, read) => {
    const limits = [-1, 1.5, NaN, Infinity, 1_001, ...(name === 'who is here' ? [] : [0])];
    for (const limit of limits)
      await expect(Promise.resolve().then(() => read(limit))).rejects.toThrow(RangeError);
    expect(trace.counts.roundTrips).toBe(0);
  },
);
