import type { Redis } from '@upstash/redis';
import { defineProof, type ProofStep } from '../../proof';
import { newOperationId } from '../../redis/operation-id';
import { createCounters, createPresence } from './index';
import { keys } from './keys';

const users = ['ann', 'ben', 'cyd', 'dan', 'eve', 'fay'];
/** Their browsers are killed: nothing of theirs can say goodbye. */
const killed = users.slice(0, 2);
const living = users.slice(2);
const stock = 5;
const buyers = 20;
const calls = 12;
const ttlMs = 1_500;

/** The requests whose answers get lost, by their number on the wire; a resend takes a number too. */
const lost = new Set([2, 6, 9, 14]);

/** What one side of the proof does; both meet the same users, buyers and faults. */
interface Side {
  /** Every key that the side may write. */
  keys: string[];
  come(redis: Redis, user: string): Promise<unknown>;
  leave(redis: Redis, user: string): Promise<unknown>;
  /** What an open tab does now and then; nothing on a side that knows no heartbeat. */
  stay(redis: Redis, user: string): Promise<unknown>;
  online(redis: Redis): Promise<number>;
  /** Puts the items on the shelf. */
  fill(redis: Redis): Promise<unknown>;
  /** One buyer takes one item. */
  buy(redis: Redis, index: number): Promise<unknown>;
  stock(redis: Redis): Promise<number>;
  count(redis: Redis, index: number): Promise<unknown>;
  counted(redis: Redis): Promise<number>;
}

/**
 * The snippet that keeps online users by INCR and DECR, and this room, under one schedule: two of six users
 * are killed, four say goodbye twice, twenty buyers rush for five items, and four answers get lost.
 */
export const prove = defineProof({
  slug: 'counters',
  sides: { naive, safe },
  together: true,

  async play(side, { redis, client, say }) {
    for (const user of users) {
      say(user, 'opens a tab');
      await side.come(redis, user);
    }
    for (const user of killed) say(user, 'closes nothing', 'browser killed');
    say(living.join(', '), `go on for ${ttlMs} ms, the time to live of a heartbeat`);
    await passWhile(ttlMs, () => Promise.all(living.map((user) => side.stay(redis, user))));
    const online = await side.online(redis);
    // The tab says goodbye, and so does the server when its connection closes.
    for (const user of living) {
      say(user, 'closes the tab', 'goodbye sent twice');
      await side.leave(redis, user);
      await side.leave(redis, user);
    }
    await passWhile(ttlMs / 2);
    const after = await side.online(redis);

    say(`${buyers} buyers`, `rush for ${stock} items, all at once`);
    await side.fill(redis);
    await Promise.all(Array.from({ length: buyers }, (_, index) => side.buy(redis, index)));
    const left = await side.stock(redis);

    let step: ProofStep | undefined;
    const faulty = client({
      dropAnswer(request) {
        if (!lost.has(request)) return false;
        if (step) step.fault = 'answer lost, sent again';
        return true;
      },
    });
    for (let index = 0; index < calls; index++) {
      step = say('caller', 'adds 1');
      await side.count(faulty, index);
    }
    return { online, after, left, counted: await side.counted(redis) };
  },

  measures: (measure) => [
    measure(
      'online',
      'Online after two were killed',
      `${living.length}, who are there`,
      living.length,
    ),
    measure('after', 'Online after all have left', '0, never below', 0),
    measure('left', 'Items left after the rush', '0, never below', 0),
    measure('counted', 'Calls counted', `${calls}, as many as there were`, calls),
  ],
});

/** Lets a time to live pass, for real, and does something ten times meanwhile. */
async function passWhile(ms: number, act: () => Promise<unknown> = async () => undefined) {
  const end = performance.now() + ms + 20;
  while (performance.now() < end) {
    await act();
    await new Promise((resolve) => setTimeout(resolve, ms / 10));
  }
}

/** The snippet, its keys below the proof's prefix. */
function naive(prefix: string): Side {
  const [online, items, hits] = ['online_users', 'stock', 'hits'].map(
    (name) => `${prefix}:${name}`,
  ) as [string, string, string];
  const read = async (redis: Redis, key: string) => Number((await redis.get<string>(key)) ?? 0);
  return {
    keys: [online, items, hits],
    come: (redis) => redis.incr(online),
    leave: (redis) => redis.decr(online),
    stay: async () => undefined,
    online: (redis) => read(redis, online),
    fill: (redis) => redis.set(items, stock),
    buy: (redis) => redis.decr(items),
    stock: (redis) => read(redis, items),
    count: (redis) => redis.incr(hits),
    counted: (redis) => read(redis, hits),
  };
}

/** This room. */
function safe(prefix: string): Side {
  const counters = (redis: Redis) => createCounters(redis, { prefix });
  const presence = (redis: Redis) => createPresence(redis, { prefix, place: 'proof', ttlMs });
  const read = async (redis: Redis, name: string) => (await counters(redis).read([name]))[0]!.value;
  const ids = Array.from({ length: calls + buyers + 1 }, newOperationId);
  return {
    keys: [
      keys.counters({ prefix }),
      keys.presence({ prefix, place: 'proof' }),
      ...ids.map(({ id }) => keys.receipt({ prefix, id })),
    ],
    come: (redis, user) => presence(redis).beat(user),
    leave: (redis, user) => presence(redis).leave(user),
    stay: (redis, user) => presence(redis).beat(user),
    online: async (redis) => (await presence(redis).here()).here,
    fill: (redis) => counters(redis).add('stock', { by: stock }, { operationId: ids.at(-1)! }),
    buy: (redis, index) =>
      counters(redis).add('stock', { by: -1, floor: 0 }, { operationId: ids[calls + index]! }),
    stock: (redis) => read(redis, 'stock'),
    count: (redis, index) => counters(redis).add('hits', { by: 1 }, { operationId: ids[index]! }),
    counted: (redis) => read(redis, 'hits'),
  };
}
