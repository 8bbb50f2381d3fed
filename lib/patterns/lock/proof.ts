import type { Redis } from '@upstash/redis';
import { defineProof } from '../../proof';
import { createGuardedStore, createLocks } from './index';
import { keys } from './keys';

const ttlMs = 1_000;
/** Of what must not end by itself, however slow the machine that runs this is. */
const longMs = 60_000;
const resources = ['paused', 'long', 'resent'] as const;
type Resource = (typeof resources)[number];

/** One holder of a lock, as one side knows it. */
interface Holder {
  write(value: string): Promise<boolean>;
  giveBack(): Promise<unknown>;
}

/** One way to lock; both meet the same pauses and faults. */
interface Side {
  /** Every key that the side may write. */
  keys: string[];
  /** @returns undefined where somebody else holds it */
  take(redis: Redis, resource: Resource, ttlMs: number): Promise<Holder | undefined>;
  /** Takes a lock, works, gives it back. The signal, where the side has one, fires when the lock is lost. */
  workUnder(
    redis: Redis,
    resource: Resource,
    work: (signal?: AbortSignal) => Promise<void>,
  ): Promise<unknown>;
}

/**
 * The snippet with SET NX and DEL, and this room, under one schedule: a holder that is paused for longer than its TTL,
 * work that takes three TTLs, and a grant whose answer is lost.
 */
export const prove = defineProof({
  slug: 'lock',
  sides: { naive, safe },
  together: true,

  async play(side, { redis, client, say }) {
    say('A', `takes the lock for ${ttlMs} ms`);
    const a = await taken(side, redis, 'paused', ttlMs);
    say('A', 'works', 'its process is paused for longer than that');
    say('B', 'asks until it has the lock');
    const b = await taken(side, redis, 'paused', longMs);
    await b.write('by B');
    say('A', 'wakes up, writes, and gives the lock back in its finally');
    const staleWrites = (await a.write('by A')) ? 1 : 0;
    await a.giveBack();
    say('C', 'asks once, while B is at work');
    const c = await side.take(redis, 'paused', ttlMs);
    await c?.giveBack();
    await b.giveBack();

    say('D', `does work of ${3 * ttlMs} ms under a lock of ${ttlMs} ms`);
    say('E', 'asks again and again meanwhile');
    const interrupted = await intrusions(side, redis);

    say('F', 'takes a free lock', 'the answers to its first two sends are lost');
    const lossy = client({ dropAnswer: (request) => request <= 2 });
    const f = await side.take(lossy, 'resent', longMs);
    return { intruders: c ? 1 : 0, staleWrites, interrupted, lockedOut: f ? 0 : 1 };
  },

  measures: (measure) => [
    measure('intruders', "Let in beside B, since A's finally gave B's lock back", '0', 0),
    measure('staleWrites', 'Writes accepted from A after B had the lock', '0', 0),
    measure('interrupted', 'Others let in while work went on past its TTL', '0', 0),
    measure('lockedOut', 'Told that somebody holds it, while nobody does', '0', 0),
  ],
});

/** Asks until the lock is there: a TTL is a matter of real time, on a real Redis, and is waited for. */
async function taken(side: Side, redis: Redis, resource: Resource, forMs: number): Promise<Holder> {
  for (;;) {
    const holder = await side.take(redis, resource, forMs);
    if (holder) return holder;
    await pass(ttlMs / 20);
  }
}

/** How often somebody else gets the lock while work goes on under it. */
async function intrusions(side: Side, redis: Redis): Promise<number> {
  let isOver = false;
  const work = side.workUnder(redis, 'long', async (signal) => {
    await pass(3 * ttlMs, signal);
    isOver = true;
  });
  await pass(ttlMs / 4);
  let count = 0;
  while (!isOver) {
    const other = await side.take(redis, 'long', ttlMs);
    // What comes in after the work has ended was let in rightly.
    if (other && !isOver) count++;
    await other?.giveBack();
    await pass(ttlMs / 4);
  }
  await work;
  return count;
}

/** Waits; not any longer once the signal has fired. */
const pass = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** The snippet, its keys below the proof's prefix and its time to live in milliseconds. */
function naive(prefix: string): Side {
  const lockKey = (resource: Resource) => `lock:${prefix}:${resource}`;
  const value = `value:${prefix}`;
  const take: Side['take'] = async (redis, resource, forMs) => {
    const key = lockKey(resource);
    if ((await redis.set(key, '1', { nx: true, px: forMs })) === null) return undefined;
    return {
      write: async (text) => (await redis.set(value, text)) === 'OK',
      giveBack: () => redis.del(key),
    };
  };
  return {
    keys: [...resources.map(lockKey), value],
    take,
    async workUnder(redis, resource, work) {
      const holder = await take(redis, resource, ttlMs);
      if (!holder) throw new Error('Somebody else uses the keys of this proof');
      try {
        await work();
      } finally {
        await holder.giveBack();
      }
    },
  };
}

/** This room. */
function safe(prefix: string): Side {
  return {
    keys: [
      keys.grants({ prefix }),
      ...resources.flatMap((resource) => [
        keys.held({ prefix, resource }),
        keys.line({ prefix, resource }),
        keys.value({ prefix, resource }),
      ]),
    ],
    async take(redis, resource, forMs) {
      const locks = createLocks(redis, { prefix });
      const grant = await locks.acquire(resource, { ttlMs: forMs });
      if (!grant.acquired) return undefined;
      const { fence, token } = grant;
      const store = createGuardedStore(redis, { prefix });
      return {
        write: async (value) => (await store.write(resource, { fence, value })).accepted,
        giveBack: () => locks.release(resource, token),
      };
    },
    workUnder: (redis, resource, work) =>
      createLocks(redis, { prefix }).withLock(resource, { ttlMs }, ({ signal }) => work(signal)),
  };
}
