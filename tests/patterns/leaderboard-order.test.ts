import { describe, expect, test } from 'vitest';
import { createLeaderboard } from '@/lib/patterns/leaderboard';
import { modes, type Mode } from '@/lib/patterns/leaderboard/contract-boards';
import type { Row } from '@/lib/patterns/leaderboard/place';
import { randomOf } from '../redis/support';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

/** A leaderboard as a list that is sorted anew at each look. */
function createModel(mode: Mode) {
  const members = new Map<string, { score: number; since: number }>();
  let time = 0;
  return {
    submit(member: string, score: number): void {
      const before = members.get(member)?.score;
      const after =
        mode === 'latest' || before === undefined
          ? score
          : mode === 'sum'
            ? before + score
            : Math.max(before, score);
      if (after !== before) members.set(member, { score: after, since: ++time });
    },
    remove: (member: string) => void members.delete(member),
    rows(): Row[] {
      const sorted = [...members].sort(([, a], [, b]) => b.score - a.score || a.since - b.since);
      return sorted.map(([member, { score }], index) => ({
        position: index + 1,
        rank: 1 + sorted.filter(([, other]) => other.score > score).length,
        member,
        score,
      }));
    },
  };
}

describe.each(modes)('random scores with many ties, mode %s', (mode) => {
  test.each([1, 2, 3])('equal a sorted list, schedule %i', async (seed) => {
    const board = createLeaderboard(redis, { prefix: freshPrefix(), board: 'game', mode });
    const model = createModel(mode);
    const random = randomOf(seed);
    const below = (n: number) => Math.floor(random() * n);
    const name = () => `m${below(40)}`;

    for (let look = 0; look < 12; look++) {
      for (let step = 0; step < 8; step++) {
        const member = name();
        if (below(25) === 0) {
          await board.remove(member);
          model.remove(member);
          continue;
        }
        const score = below(9) - 4;
        const before = model.rows().find((row) => row.member === member);
        model.submit(member, score);
        const after = model.rows().find((row) => row.member === member)!;
        const outcome = await board.submit(member, score);
        expect(outcome.applied && outcome.boards[0]).toEqual({
          period: 'all',
          score: after.score,
          rank: after.rank,
          previousRank: before?.rank ?? null,
          improved: before === undefined || after.score > before.score,
        });
      }

      const rows = model.rows();
      const looks = [board.top('all', 100).then((top) => expect(top).toEqual(rows))];
      for (let page = 0; page < 3; page++) {
        const [offset, limit] = [below(rows.length + 2), 1 + below(12)];
        const expectedPage = {
          rows: rows.slice(offset, offset + limit),
          hasMore: rows.length > offset + limit,
        };
        looks.push(
          board
            .page('all', offset, limit)
            .then((found) => expect(found).toMatchObject(expectedPage)),
        );
        const [member, radius] = [name(), below(6)];
        const at = rows.findIndex((row) => row.member === member);
        const expected = at < 0 ? [] : rows.slice(Math.max(0, at - radius), at + radius + 1);
        looks.push(board.around(member, radius).then((found) => expect(found).toEqual(expected)));
      }
      const friends = Array.from({ length: 5 }, name);
      const known = rows.filter(({ member }) => friends.includes(member));
      looks.push(
        board.friends(friends).then(({ members, standings }) => {
          expect(members).toBe(rows.length);
          expect(standings.filter(({ rank }) => rank !== null)).toMatchObject(
            known.map(({ member, score, rank }) => ({ member, score, rank })),
          );
        }),
        board.size().then((size) => expect(size).toBe(rows.length)),
      );
      await Promise.all(looks);
    }
  });
});
