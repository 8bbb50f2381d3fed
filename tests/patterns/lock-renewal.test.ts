import { describe, expect, test } from 'vitest';
import { createLocks } from '@/lib/patterns/lock';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { createSend, type Send } from '@/lib/redis/send';
import { connect, createCable } from '../redis/support';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

function fresh() {
  const prefix = freshPrefix();
  return { prefix, locks: createLocks(redis, { prefix }), key: `{${prefix}:locks}:held:a` };
}
const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const fired = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

/**
 * Locks behind a cable, and how a lock of theirs ends: 'told' where its signal fires before the time that its last
 * answered request bought. Both are timers of this process, which fire in the order of their times, however late.
 */
async function farLocks(ttlMs: number) {
  const { prefix } = fresh();
  const cable = await createCable();
  const real = createSend();
  let over = () => {};
  let end: ReturnType<typeof setTimeout> | undefined;
  let kept = 0;
  let failed = 0;
  const send: Send = async (request) => {
    const sentAt = performance.now();
    const answer = await real(request).catch((error: unknown) => {
      failed++;
      throw error;
    });
    kept++;
    clearTimeout(end);
    end = setTimeout(() => over(), sentAt + ttlMs - performance.now());
    return answer;
  };
  send.close = () => real.close!();
  const far = createLocks(createClient(connect({ url: cable.url, send })), { prefix });
  return {
    far,
    cable,
    counts: () => ({ kept, failed }),
    ended: (signal: AbortSignal) =>
      Promise.race([
        fired(signal).then(() => 'told'),
        new Promise<string>((resolve) => (over = () => resolve('too late'))),
      ]).finally(() => clearTimeout(end)),
  };
}

describe('work under a lock', () => {
  test('keeps it for as long as it takes, several times the TTL, and gives it back', async () => {
    const { locks, key } = fresh();
    const ttlMs = 3_000;
    const refusals: boolean[] = [];
    const worked = await locks.withLock('a', { ttlMs }, async ({ signal, fence, grantedAt }) => {
      expect(Math.floor(fence / 1_000)).toBe(grantedAt);
      for (let i = 0; i < 12; i++) {
        await pass(800);
        refusals.push((await locks.acquire('a', { ttlMs })).acquired);
      }
      return signal.aborted;
    });
    expect(refusals).toEqual(Array(12).fill(false));
    expect(worked).toEqual({ acquired: true, value: false, lost: false });
    expect(await redis.get(key)).toMatch(/^released /);
    expect(await locks.acquire('a', { ttlMs: 5_000 })).toMatchObject({ acquired: true });
  });

  test('begins with all of its time where the answer to the grant came late', async () => {
    const { prefix } = fresh();
    const real = createSend();
    let sent = 0;
    const send: Send = async (request) => {
      const answer = await real(request);
      if (++sent === 1) await pass(2_400);
      return answer;
    };
    const slow = createLocks(createClient(connect({ send })), { prefix });
    await slow.acquire('b', { ttlMs: 60_000 });
    sent = 0;
    const worked = await slow.withLock('a', { ttlMs: 4_000 }, async ({ signal }) => {
      await pass(4_800);
      return signal.aborted;
    });
    expect(sent).toBeGreaterThan(1);
    expect(worked).toMatchObject({ value: false, lost: false });
  });

  test('is not begun where another holds it', async () => {
    const { locks } = fresh();
    await locks.acquire('a', { ttlMs: 5_000, owner: 'ann' });
    let begun = false;
    const worked = await locks.withLock('a', { ttlMs: 5_000 }, async () => (begun = true));
    expect(worked).toMatchObject({ acquired: false, holder: { owner: 'ann' } });
    expect(begun).toBe(false);
  });

  test('that fails gives the lock back, and its error on', async () => {
    const { locks, key } = fresh();
    const work = () => Promise.reject(new Error('of the work'));
    await expect(locks.withLock('a', { ttlMs: 5_000 }, work)).rejects.toThrow('of the work');
    expect(await redis.get(key)).toMatch(/^released /);
    expect(await locks.acquire('a', { ttlMs: 5_000 })).toMatchObject({ acquired: true });
  });

  test('leaves nothing running behind', async () => {
    const { locks, key } = fresh();
    await locks.withLock('a', { ttlMs: 90 }, () => pass(100));
    await locks.acquire('a', { ttlMs: 5_000, owner: 'next' });
    await pass(150);
    expect(await redis.pttl(key)).toBeLessThan(5_000 - 100);
  });
});

test('a release whose first answer was lost gave the lock back, and lost nothing', async () => {
  const { prefix } = fresh();
  let drop = false;
  const send = dropAnswers(createSend(), () => {
    const dropped = drop;
    drop = false;
    return dropped;
  });
  const lossy = createLocks(createClient(connect({ send })), { prefix });
  const worked = await lossy.withLock('a', { ttlMs: 60_000 }, () => {
    drop = true;
    return Promise.resolve('done');
  });
  expect(worked).toEqual({ acquired: true, value: 'done', lost: false });
});

test('a lock that was broken and taken by another meanwhile was lost, though it is free again', async () => {
  const { locks } = fresh();
  const worked = await locks.withLock('a', { ttlMs: 60_000 }, async () => {
    await locks.break('a');
    const other = await locks.acquire('a', { ttlMs: 60_000 });
    if (!other.acquired) throw new Error('not granted');
    await locks.release('a', other.token);
  });
  expect(worked).toMatchObject({ acquired: true, lost: true });
});

describe('a lock that is lost', () => {
  test('to another, or broken: the next renewal says so, and nothing of the other is touched', async () => {
    const { locks, key } = fresh();
    const worked = await locks.withLock('a', { ttlMs: 300 }, async ({ signal, extend }) => {
      await locks.break('a');
      await locks.acquire('a', { ttlMs: 5_000, owner: 'next' });
      await fired(signal);
      expect(signal.reason).toMatchObject({ code: 'lock_lost' });
      expect(await extend()).toBe(false);
    });
    expect(worked).toMatchObject({ acquired: true, lost: true });
    expect(await redis.get(key)).toMatch(/ next$/);
  });

  test('as Redis is away: the signal fires before the time that the last answer bought', async () => {
    const ttlMs = 1_500;
    const { far, cable, counts, ended } = await farLocks(ttlMs);
    const worked = await far.withLock('a', { ttlMs }, async ({ signal }) => {
      const { kept } = counts();
      await expect.poll(() => counts().kept).toBeGreaterThan(kept);
      await cable.cut();
      expect(await ended(signal)).toBe('told');
      expect(signal.reason).toMatchObject({
        code: 'lock_lost',
        cause: { code: 'redis_unreachable' },
      });
    });
    expect(worked).toMatchObject({ acquired: true, lost: true });
  });

  test('as no answer comes any more: likewise, though no request fails', async () => {
    const ttlMs = 1_500;
    const { far, cable, ended } = await farLocks(ttlMs);
    await far.withLock('a', { ttlMs }, async ({ signal }) => {
      cable.silence(true);
      expect(await ended(signal)).toBe('told');
    });
  });

  test('only for a while is not lost: a renewal that fails is tried again', async () => {
    const ttlMs = 6_000;
    const { far, cable, counts } = await farLocks(ttlMs);
    const worked = await far.withLock('a', { ttlMs }, async ({ signal }) => {
      const begun = performance.now();
      await cable.cut();
      const { kept, failed } = counts();
      await expect.poll(() => counts().failed).toBeGreaterThan(failed);
      await cable.mend();
      await expect.poll(() => counts().kept).toBeGreaterThan(kept);
      // Past the time that the grant bought.
      await pass(begun + ttlMs - performance.now());
      return signal.aborted;
    });
    expect(worked).toMatchObject({ acquired: true, value: false, lost: false });
  });

  test('a release that cannot be sent is told, and what the work gave is not lost', async () => {
    const { prefix } = fresh();
    const cable = await createCable();
    const transport = connect({ url: cable.url, timeoutMs: 500 });
    const far = createLocks(createClient(transport), { prefix });
    const worked = await far.withLock('a', { ttlMs: 5_000 }, async () => {
      await cable.cut();
      return 42;
    });
    expect(worked).toMatchObject({
      acquired: true,
      value: 42,
      releaseError: { code: 'redis_unreachable' },
    });
  });
});
