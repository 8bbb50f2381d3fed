import type { Redis } from '@upstash/redis';
import { defineProof, type ProofStep } from '../../proof';
import { newOperationId, type OperationId } from '../../redis/operation-id';
import { createLeaderboard } from './index';
import { keys } from './keys';
import { keyOf } from './period';

/** Twenty players with points of their own; the best ten are the last of them. */
const players = Array.from({ length: 20 }, (_, index) => ({
  member: `player-${String(index + 1).padStart(2, '0')}`,
  points: 100 * (index + 1),
}));
/** Pairs who tie at the top. Each who comes first has the name that comes last, and the other way round. */
const pairs = [
  { points: 5_000, first: 'zoe', second: 'ann' },
  { points: 4_000, first: 'yul', second: 'ben' },
  { points: 3_000, first: 'xia', second: 'cyd' },
];
/** These play again, and worse. */
const tired = players.slice(-6);
const games = 12;
/** The requests whose answers get lost, by their number on the wire; a resend takes a number too. */
const lost = new Set([2, 6, 9, 14]);

const topTen = [
  ...pairs.flatMap(({ first, second }) => [first, second]),
  ...players.slice(-4).map(({ member }) => member),
];

/** What one side of the proof does; both meet the same players and faults. */
interface Side {
  /** Every key that the side may write. */
  keys: string[];
  /** Counts the points of a game. */
  play(redis: Redis, game: { member: string; points: number }): Promise<unknown>;
  /** Adds the points of a game to a sum. */
  add(redis: Redis, game: { member: string; points: number }): Promise<unknown>;
  top(redis: Redis): Promise<string[]>;
  points(redis: Redis, member: string): Promise<number>;
  sum(redis: Redis, member: string): Promise<number>;
}

/**
 * The snippet, `zadd` and `zrange 0 9`, and this room under one schedule: twenty players, three pairs who tie, six
 * who play again and worse, and a sum of twelve games of whose answers four get lost.
 */
export const prove = defineProof({
  slug: 'leaderboard',
  sides: { naive, safe },

  async play(side, { redis, client, say }) {
    const play = (member: string, points: number) => side.play(redis, { member, points });

    say(`${players.length} players`, 'one game each, 100 to 2,000 points');
    for (const { member, points } of players) await play(member, points);
    for (const { points, first, second } of pairs) {
      say(first, `reaches ${points} points`);
      await play(first, points);
      say(second, `reaches ${points} points later`);
      await play(second, points);
    }
    const top = await side.top(redis);

    say(tired.map(({ member }) => member).join(', '), 'play again, 50 points each');
    for (const { member } of tired) await play(member, 50);
    const kept = await Promise.all(tired.map(({ member }) => side.points(redis, member)));

    let step: ProofStep | undefined;
    const faulty = client({
      dropAnswer(request) {
        if (!lost.has(request)) return false;
        if (step) step.fault = 'answer lost, sent again';
        return true;
      },
    });
    for (let game = 0; game < games; game++) {
      step = say('eve', 'wins a game, 1 point more');
      await side.add(faulty, { member: 'eve', points: 1 });
    }
    return {
      best: top.filter((member) => topTen.includes(member)).length,
      ties: pairs.filter(
        ({ first, second }) => top.includes(first) && top.indexOf(first) < top.indexOf(second),
      ).length,
      lowered: kept.filter((points, index) => points < tired[index]!.points).length,
      sum: await side.sum(redis, 'eve'),
    };
  },

  measures: (measure) => [
    measure('best', 'Of the best ten, shown as the top ten', '10, all of them', 10),
    measure(
      'ties',
      'Ties in which who came first stands above',
      `${pairs.length}, all of them`,
      pairs.length,
    ),
    measure('lowered', 'Best scores that a worse game replaced', '0, the best stays', 0),
    measure('sum', 'Points after twelve games of one', `${games}, one a game`, games),
  ],
});

/** The snippet, its keys below the proof's prefix. */
function naive(prefix: string): Side {
  const [best, sums] = [`${prefix}:leaderboard`, `${prefix}:sums`];
  const read = async (redis: Redis, key: string, member: string) =>
    Number(await redis.zscore(key, member));
  return {
    keys: [best, sums],
    play: (redis, { member, points }) => redis.zadd(best, { score: points, member }),
    add: (redis, { member, points }) => redis.zincrby(sums, points, member),
    top: (redis) => redis.zrange<string[]>(best, 0, 9),
    points: (redis, member) => read(redis, best, member),
    sum: (redis, member) => read(redis, sums, member),
  };
}

/** This room. */
function safe(prefix: string): Side {
  const ids = Array.from({ length: 64 }, newOperationId);
  const unused = [...ids];
  const once = () => ({ operationId: unused.pop()! });
  const board = (redis: Redis) => createLeaderboard(redis, { prefix, board: 'best', mode: 'best' });
  const sums = (redis: Redis) => createLeaderboard(redis, { prefix, board: 'sums', mode: 'sum' });
  const points = async (of: ReturnType<typeof board>, member: string) =>
    (await of.rank(member)).score ?? 0;
  return {
    keys: ['best', 'sums'].flatMap((name) => keysOf({ prefix, board: name }, ids)),
    play: (redis, { member, points: won }) => board(redis).submit(member, won, once()),
    add: (redis, { member, points: won }) => sums(redis).submit(member, won, once()),
    top: async (redis) => (await board(redis).top('all')).map(({ member }) => member),
    points: (redis, member) => points(board(redis), member),
    sum: (redis, member) => points(sums(redis), member),
  };
}

/** The boards of today and, should midnight come, of tomorrow. */
function keysOf(tag: { prefix: string; board: string }, ids: readonly OperationId[]): string[] {
  const now = Date.now();
  const boards = [now, now + 60 * 60_000].flatMap((at) =>
    (['all', 'week', 'day'] as const).map((period) => keyOf(period, tag, at)),
  );
  const receipts = ids.map(({ id }) => keys.receipt({ ...tag, id }));
  return [...new Set(boards), keys.names(tag), ...receipts];
}
