import { describe, expect, test } from 'vitest';
import { createLocks, type Grant } from '@/lib/patterns/lock';
import { keys } from '@/lib/patterns/lock/keys';
import leaveSource from '@/lib/patterns/lock/leave.lua' with { type: 'text' };
import { longestPollMs, pollDelay } from '@/lib/patterns/lock/wait';
import { createScript } from '@/lib/redis/script';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';
import type { LockCall } from './processes/lock-holder';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();
const ttlMs = 10_000;

function fresh() {
  const prefix = freshPrefix();
  const locks = createLocks(redis, { prefix, listed: true });
  const waiting = async () => (await locks.list()).locks[0]?.waiting;
  const line = async () => {
    const text = await redis.get<string>(`{${prefix}:locks}:line:a`);
    return (JSON.parse(text ?? '[]') as unknown[]).length;
  };
  return { prefix, locks, waiting, line };
}
type Locks = ReturnType<typeof createLocks>;

async function granted(locks: Locks, owner: string, waitMs = 0, ttl = ttlMs) {
  const answer = await locks.acquire('a', { ttlMs: ttl, owner, waitMs });
  expect(answer).toMatchObject({ acquired: true });
  return answer as Grant;
}

describe('the line', () => {
  test('gives the lock in the order of coming', async () => {
    const { locks, waiting } = fresh();
    const first = await granted(locks, 'first');
    const order: string[] = [];
    const waiters = [];
    for (const name of ['b', 'c', 'd', 'e']) {
      waiters.push(
        granted(locks, name, 60_000).then(async ({ token }) => {
          order.push(name);
          await locks.release('a', token);
        }),
      );
      await expect.poll(waiting).toBe(order.length + waiters.length);
    }
    await locks.release('a', first.token);
    await Promise.all(waiters);
    expect(order).toEqual(['b', 'c', 'd', 'e']);
  });

  test('nobody passes those who wait, though the lock is free', async () => {
    const { locks, waiting } = fresh();
    const { token } = await granted(locks, 'holder');
    const waiter = granted(locks, 'waiter', 60_000);
    await expect.poll(waiting).toBe(1);
    // Both in one turn, so that no poll of the waiter's comes between them.
    const [, passing] = await Promise.all([
      locks.release('a', token),
      locks.acquire('a', { ttlMs, owner: 'passing' }),
    ]);
    expect(passing).toMatchObject({ acquired: false, holder: null });
    expect((await locks.acquire('a', { ttlMs })).acquired).toBe(false);
    await waiter;
    expect((await locks.list()).locks).toMatchObject([{ owner: 'waiter', waiting: 0 }]);
  });

  test('who waited long enough is told its place and leaves', async () => {
    const { locks, line } = fresh();
    await granted(locks, 'holder');
    const refusal = await locks.acquire('a', { ttlMs, waitMs: 60 });
    expect(refusal).toMatchObject({ acquired: false, position: 1, holder: { owner: 'holder' } });
    expect(await line()).toBe(0);
  });

  test('a signal ends the wait and gives the place up', async () => {
    const { locks, waiting, line } = fresh();
    await granted(locks, 'holder');
    const abort = new AbortController();
    const wait = locks.acquire('a', { ttlMs, waitMs: 60_000, signal: abort.signal });
    await expect.poll(waiting).toBe(1);
    abort.abort(new Error('given up'));
    await expect(wait).rejects.toThrow('given up');
    expect(await line()).toBe(0);
    const early = locks.acquire('a', { ttlMs, signal: abort.signal });
    await expect(early).rejects.toThrow('given up');
  });

  test('loses the one who leaves, and nobody else', async () => {
    const { prefix, line } = fresh();
    const key = keys.line({ prefix, resource: 'a' });
    const waiters = ['leaves', 'stays'].map((token) => [token, Date.now()]);
    await redis.set(key, JSON.stringify(waiters), { px: 60_000 });
    const leave = () =>
      createScript(leaveSource).run(redis, { keys: [key], args: ['leaves', 60_000] });
    expect(await leave()).toBe(1);
    expect(await line()).toBe(1);
    expect(await leave()).toBe(0);
    expect(await line()).toBe(1);
    await redis.unlink(key);
  });

  test('knows when each waiter last spoke, and counts those no more who fell silent', async () => {
    const { prefix, locks, waiting } = fresh();
    const key = `{${prefix}:locks}:line:a`;
    await granted(locks, 'holder');
    const abort = new AbortController();
    const wait = locks.acquire('a', { ttlMs, waitMs: 60_000, signal: abort.signal });
    const lastWord = async () => {
      const entries = JSON.parse((await redis.get<string>(key)) ?? '[]') as [string, number][];
      return entries.at(-1)?.[1] ?? 0;
    };
    await expect.poll(lastWord).toBeGreaterThan(0);
    // -1 would be for ever.
    expect(await redis.pttl(key)).not.toBe(-1);
    const joined = await lastWord();
    await expect.poll(lastWord).toBeGreaterThan(joined);
    abort.abort(new Error('given up'));
    await expect(wait).rejects.toThrow('given up');

    const silent = [
      ['silent', 0],
      ['speaks', Date.now() + 60_000],
    ];
    const told = async () => {
      await redis.set(key, JSON.stringify(silent), { px: 1_000 });
      return waiting();
    };
    await expect.poll(told).toBe(1);
  });

  test('is bounded', async () => {
    const { prefix, locks, line } = fresh();
    await granted(locks, 'holder');
    const crowd = Array.from({ length: 64 }, (_, i) => [`waiter-${i}`, Date.now() + 60_000]);
    await redis.set(`{${prefix}:locks}:line:a`, JSON.stringify(crowd), { px: 1_000 });
    expect(await locks.acquire('a', { ttlMs, waitMs: 30 })).toMatchObject({ position: null });
    expect(await line()).toBe(64);
  });
});

describe('crashes, of real processes', () => {
  test('a holder that is killed loses the lock at its TTL, and the first poll after that gets it', async () => {
    const { prefix, waiting } = fresh();
    const holder = await startProcess('lock-holder.ts');
    const call: LockCall = { prefix, what: 'hold', ttlMs: 4_000 };
    const fence = await holder.ask<number>(call);

    const waiter = testRedis();
    const mine = createLocks(waiter.redis, { prefix });
    const wait = mine.acquire('a', { ttlMs, owner: 'waiter', waitMs: 60_000 });
    const ends = async () => {
      const state = (await redis.get<string>(`{${prefix}:locks}:held:a`)) ?? '';
      const [, end, , owner] = state.split(' ');
      expect(owner).toBe('holder');
      return Number(end);
    };
    // It renews the lock, and would go on for ever.
    const before = await ends();
    await expect.poll(ends).toBeGreaterThan(before);
    await holder.kill();
    const expiresAt = await ends();

    const grant = await wait;
    if (!grant.acquired) throw new Error('not granted');
    expect(grant.fence).toBeGreaterThan(fence);
    // By the clock of Redis, whose keys expire to the millisecond: not before the TTL, and at the first poll after it.
    expect(grant.grantedAt).toBeGreaterThanOrEqual(expiresAt);
    const pollsAfter = waiter.trace.trips.filter(({ at }) => at > expiresAt);
    expect(pollsAfter.length).toBeLessThanOrEqual(1);
    expect(await waiting()).toBeUndefined();
  });

  test('a waiter that is killed does not keep the line up for longer than its patience', async () => {
    const { prefix, locks, line } = fresh();
    const { token } = await granted(locks, 'holder', 0, 60_000);
    const dead = await startProcess('lock-holder.ts');
    await dead.ask({ prefix, what: 'wait', ttlMs } satisfies LockCall);
    await expect.poll(line).toBe(1);
    const living = granted(locks, 'living', 60_000);
    await expect.poll(line).toBe(2);
    await dead.kill();
    await locks.release('a', token);
    await living;
    expect(await line()).toBe(0);
  });
});

describe('polls', () => {
  test('cost two commands, and four to say each half second that one still waits', async () => {
    const { prefix, locks } = fresh();
    await granted(locks, 'holder');
    const { redis: own, trace } = testRedis();
    await createLocks(own, { prefix }).acquire('a', { ttlMs, waitMs: 1_200 });
    const costs = trace.trips.map(({ billed }) => billed);
    expect(costs[0], 'joins').toBe(4);
    expect(costs.at(-1), 'leaves').toBe(3);
    // A slow machine makes the wait longer than was asked for.
    const waitedMs = trace.trips.at(-1)!.at - trace.trips[0]!.at;
    const saidSo = costs.slice(1, -1).filter((cost) => cost === 4);
    expect(saidSo.length).toBeGreaterThan(0);
    expect(saidSo.length).toBeLessThanOrEqual(waitedMs / 500);
    expect(costs.slice(1, -1).every((cost) => cost === 4 || cost === 2)).toBe(true);
  });

  test('come less often the longer it takes, at times left to chance', () => {
    const longest = Array.from({ length: 8 }, (_, polls) => pollDelay(polls, () => 0));
    expect(longest.slice(0, 4)).toEqual([25, 50, 100, 200]);
    expect(longest.at(-1)).toBe(longestPollMs);
    expect(pollDelay(7, () => 1)).toBe(longestPollMs / 2);
  });
});
