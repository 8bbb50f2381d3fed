import type { Redis } from '@upstash/redis';
import { createLeaderboard } from '@/lib/patterns/leaderboard';
import { keys } from '@/lib/patterns/leaderboard/keys';
import { arrivals } from '@/lib/patterns/leaderboard/place';
import { createClient } from '@/lib/redis/client';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { compare, rateOf, type Side } from '../compare';

const prefix = 'bench-leaderboard';
const sizes = [10_000, 100_000, 1_000_000];
const chunk = 1_000;

/** Fills the board of all time with as many members: ten of each score, in the order in which they came. */
async function fill(redis: Redis, size: number): Promise<void> {
  const key = keys.all({ prefix, board: String(size) });
  for (let from = 0; from < size; from += chunk) {
    const entries = Array.from({ length: chunk }, (_, index) => {
      const number = from + index;
      return { score: -Math.floor(number / 10) * arrivals + (number % 10), member: `m${number}` };
    });
    await redis.zadd(key, entries[0]!, ...entries.slice(1));
  }
}

/** How the cost of a board grows with its members: a hundred times as many are to cost at most twice as much. */
export async function leaderboard() {
  const transport = createTransport(requireRedisConfig());
  const redis = createClient(transport);
  for (const size of sizes) await fill(redis, size);

  const boardOf = (size: number) =>
    createLeaderboard(redis, { prefix, board: String(size), mode: 'latest' });
  let turn = 0;
  /** Members all over the board, none twice in a row. */
  const member = (size: number) => `m${(turn++ * 7_919) % size}`;
  const points = (size: number) => (turn * 104_729) % (size / 10);
  const side = (work: (size: number) => Promise<unknown>) => (size: number) => ({
    name: `${size.toLocaleString('en')} members`,
    run: (ms: number) => rateOf(50, ms, () => work(size)),
  });
  const works: [string, (size: number) => Side][] = [
    ['top 10', side((size) => boardOf(size).top('all', 10))],
    ['around a member', side((size) => boardOf(size).around(member(size), 5))],
    ['a score', side((size) => boardOf(size).submit(member(size), points(size)))],
  ];
  const rows = [];
  for (const [what, at] of works)
    for (const size of sizes.slice(1))
      rows.push(
        ...(await compare(
          `leaderboard, ${what}`,
          'ops',
          at(size),
          [{ than: at(sizes[0]!), atLeast: 0.5 }],
          { count: 5, ms: 400 },
        )),
      );

  await clear(redis);
  await transport.close();
  return rows;
}

/** Takes away all that the bench wrote. */
async function clear(redis: Redis): Promise<void> {
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, { match: `{${prefix}:board:*`, count: 1_000 });
    const pipeline = redis.pipeline();
    for (const key of found) pipeline.unlink(key);
    if (found.length > 0) await pipeline.exec();
    cursor = next;
  } while (cursor !== '0');
}
