import { describe, expect, test } from 'vitest';
import type { Leaderboard } from '@/lib/patterns/leaderboard';
import { maxScore } from '@/lib/patterns/leaderboard/contract-boards';
import { keys } from '@/lib/patterns/leaderboard/keys';
import { arrivals } from '@/lib/patterns/leaderboard/place';
import { randomOf } from '../redis/support';
import { allTime, freshBoards } from '../support/leaderboards';
import { startProcess } from '../support/processes';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const fresh = freshBoards();

/** The board as text: "1 ann 30". */
const lines = async (board: Leaderboard, limit = 100) =>
  (await board.top('all', limit)).map(({ rank, member, score }) => `${rank} ${member} ${score}`);

describe('what a score does', () => {
  test('best: a worse or an equal one changes nothing', async () => {
    const { board } = fresh('best');
    expect(allTime(await board.submit('ann', 20))).toEqual({
      period: 'all',
      score: 20,
      rank: 1,
      previousRank: null,
      improved: true,
    });
    await board.submit('ben', 30);
    const standing = { score: 20, rank: 2, previousRank: 2, improved: false };
    expect(allTime(await board.submit('ann', 10))).toMatchObject(standing);
    expect(allTime(await board.submit('ann', 20))).toMatchObject(standing);
    expect(allTime(await board.submit('ann', 31))).toMatchObject({
      score: 31,
      rank: 1,
      previousRank: 2,
      improved: true,
    });
    expect(await lines(board)).toEqual(['1 ann 31', '2 ben 30']);
  });

  test('latest: the new one stands, better or worse', async () => {
    const { board } = fresh('latest');
    await board.submit('ann', 20);
    await board.submit('ben', 15);
    expect(allTime(await board.submit('ann', 10))).toMatchObject({
      score: 10,
      rank: 2,
      previousRank: 1,
      improved: false,
    });
    expect(allTime(await board.submit('ann', 16))).toMatchObject({ rank: 1, improved: true });
  });

  test('sum: scores add up, negative ones too', async () => {
    const { board } = fresh('sum');
    await board.submit('ann', 20);
    await board.submit('ann', -5);
    expect(allTime(await board.submit('ann', 0))).toMatchObject({ score: 15, improved: false });
    expect(await lines(board)).toEqual(['1 ann 15']);
  });

  test('one score stands on the boards of all time, the week and the day', async () => {
    const { board } = fresh();
    const outcome = await board.submit('ann', 7);
    expect(outcome).toMatchObject({ applied: true, member: 'ann' });
    for (const period of ['all', 'week', 'day'] as const)
      expect(await board.top(period)).toEqual([{ position: 1, rank: 1, member: 'ann', score: 7 }]);
    for (const period of ['yesterday', 'last-week'] as const)
      expect(await board.top(period)).toEqual([]);
  });
});

describe('ties', () => {
  test('who came first stands above, whatever the names, and the rank is shared', async () => {
    const { board } = fresh();
    for (const [member, score] of [
      ['zoe', 50],
      ['ann', 50],
      ['max', 70],
      ['ben', 50],
      ['eve', 10],
    ] as const)
      await board.submit(member, score);
    expect(await lines(board)).toEqual([
      '1 max 70',
      '2 zoe 50',
      '2 ann 50',
      '2 ben 50',
      '5 eve 10',
    ]);
  });

  test('who leaves a score and returns to it comes last of it; who stays keeps the place', async () => {
    const { board } = fresh('latest');
    for (const member of ['ann', 'ben', 'cyd']) await board.submit(member, 5);
    await board.submit('ben', 5);
    await board.submit('ann', 6);
    await board.submit('ann', 5);
    expect(await lines(board)).toEqual(['1 ben 5', '1 cyd 5', '1 ann 5']);
  });

  test('arrivals that have used up their numbers are numbered anew, in their order', async () => {
    const { prefix, board } = fresh('latest');
    const key = keys.all({ prefix, board: 'game' });
    const lowest = -7 * arrivals;
    const tied = Array.from({ length: 2_500 }, (_, index) => ({
      score: lowest + arrivals - 2_500 + index,
      member: `m${(index * 7_919) % 2_500}`,
    }));
    await redis.zadd(key, { score: lowest - 3 * arrivals, member: 'better' });
    await redis.zadd(key, { score: lowest + arrivals, member: 'worse' });
    await redis.zadd(key, tied[0]!, ...tied.slice(1));

    expect(allTime(await board.submit('late', 7))).toMatchObject({ rank: 2, score: 7 });
    const members = await redis.zrange<string[]>(key, 0, -1);
    expect(members).toEqual(['better', ...tied.map(({ member }) => member), 'late', 'worse']);
    expect(Number(await redis.zscore(key, tied[0]!.member))).toBe(lowest);
    expect(Number(await redis.zscore(key, 'late'))).toBe(lowest + 2_500);
  });
});

describe('the bounds of scores', () => {
  test('are exact, ties and zero too', async () => {
    const { board } = fresh('best');
    const scores = [-maxScore, 1 - maxScore, -1, 0, 1, maxScore - 1, maxScore];
    for (const score of scores)
      for (const name of ['late', 'early']) await board.submit(`${name}${score}`, score);
    const expected = scores.toReversed().flatMap((score, index) => [
      { position: 2 * index + 1, rank: 2 * index + 1, member: `late${score}`, score },
      { position: 2 * index + 2, rank: 2 * index + 1, member: `early${score}`, score },
    ]);
    expect(await board.top('all', 100)).toEqual(expected);
    expect(await board.rank('early0')).toMatchObject({ score: 0, rank: 7 });
  });

  test.each([0.5, maxScore + 1, -maxScore - 1, NaN, Infinity])('%d is refused', async (score) => {
    const { board } = fresh();
    await expect(board.submit('ann', score)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await board.size()).toBe(0);
  });

  test('a sum that would leave them is refused, and no board changes', async () => {
    const { board } = fresh('sum');
    await board.submit('ann', maxScore);
    const refused = { applied: false, refused: 'range', member: 'ann' };
    expect(await board.submit('ann', 1)).toEqual(refused);
    expect((await board.rank('ann', 'day')).score).toBe(maxScore);
    await board.submit('ann', -maxScore);
    await board.submit('ann', -maxScore);
    expect(await board.submit('ann', -1)).toEqual(refused);
    expect((await board.rank('ann')).score).toBe(-maxScore);
  });

  test('a board needs a size that it can order', () => {
    expect(() => fresh('best', { maxMembers: 0 })).toThrow(RangeError);
    expect(() => fresh('best', { maxMembers: 1_000_001 })).toThrow(RangeError);
  });
});

describe('a full board', () => {
  test('drops the last place, name and all, and tells a newcomer who has none', async () => {
    const { prefix, board } = fresh('best', { maxMembers: 3 });
    for (const [index, name] of ['ann', 'ben', 'cyd'].entries()) await board.submit(name, index);
    expect(allTime(await board.submit('dan', -1))).toMatchObject({ rank: null, score: -1 });
    expect(await lines(board)).toEqual(['1 cyd 2', '2 ben 1', '3 ann 0']);
    expect(allTime(await board.submit('eve', 5))).toMatchObject({ rank: 1 });
    expect(await lines(board)).toEqual(['1 eve 5', '2 cyd 2', '3 ben 1']);
    expect(await redis.zrange(keys.names({ prefix, board: 'game' }), 0, -1)).toEqual([
      'ben',
      'cyd',
      'eve',
    ]);
  });

  test('a member who is removed is on no board and is not found', async () => {
    const { prefix, board } = fresh();
    await board.submit('ann', 1);
    await board.submit('ben', 2);
    await board.remove('ann');
    await board.remove('ann');
    for (const period of ['all', 'week', 'day'] as const)
      expect((await board.top(period)).map(({ member }) => member)).toEqual(['ben']);
    expect((await board.search('ann')).standings).toEqual([]);
    expect(await redis.zcard(keys.names({ prefix, board: 'game' }))).toBe(1);
    expect(allTime(await board.submit('ann', 0)).previousRank).toBeNull();
  });
});

test('a hundred scores at once from four processes: the best stays on every board', async () => {
  const { prefix, board } = fresh();
  const players = await Promise.all(Array.from({ length: 4 }, () => startProcess('player.ts')));
  const random = randomOf(9);
  const scores = Array.from({ length: 100 }, () => Math.floor(random() * 1_000));
  await Promise.all(
    players.map((player, index) =>
      player.ask({ prefix, member: 'ann', scores: scores.slice(25 * index, 25 * index + 25) }),
    ),
  );
  const best = Math.max(...scores);
  for (const period of ['all', 'week', 'day'] as const)
    expect(await board.top(period)).toMatchObject([{ member: 'ann', score: best }]);
});
