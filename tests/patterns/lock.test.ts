import { describe, expect, test } from 'vitest';
import { createLocks, type Grant } from '@/lib/patterns/lock';
import { maxListed, maxTtlMs } from '@/lib/patterns/lock/contract';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { newOperationId } from '@/lib/redis/operation-id';
import { createSend } from '@/lib/redis/send';
import { connect } from '../redis/support';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis, trace } = testRedis();
const freshPrefix = freshPrefixes();
const ttlMs = 10_000;

function fresh(options = {}) {
  const prefix = freshPrefix();
  return { prefix, locks: createLocks(redis, { prefix, ...options }) };
}

async function granted(locks: ReturnType<typeof createLocks>, name: string, ttl = ttlMs) {
  const answer = await locks.acquire(name, { ttlMs: ttl, owner: 'ann' });
  expect(answer).toMatchObject({ acquired: true });
  return answer as Grant;
}

/** Waits until a lock has ended by itself, in Redis. */
async function ended(prefix: string, name: string) {
  await expect.poll(() => redis.exists(`{${prefix}:locks}:held:${name}`)).toBe(0);
}

/** What `work` costs. */
async function cost(work: () => Promise<unknown>) {
  const { roundTrips, commands } = trace.counts;
  await work();
  return [trace.counts.roundTrips - roundTrips, trace.counts.commands - commands];
}

describe('taking and giving back', () => {
  test('one holds it; who is refused is told who, and never the token', async () => {
    const { locks } = fresh();
    const grant = await granted(locks, 'a');
    const refusal = await locks.acquire('a', { ttlMs, owner: 'ben' });
    expect(refusal).toEqual({
      acquired: false,
      holder: { owner: 'ann', fence: grant.fence, expiresAt: grant.grantedAt + ttlMs },
      retryAfterMs: expect.any(Number),
      position: null,
    });
    expect(JSON.stringify(refusal)).not.toContain(grant.token);
    expect(await locks.release('a', grant.token)).toBe('released');
    expect(await locks.acquire('a', { ttlMs })).toMatchObject({ acquired: true });
  });

  test('another token releases nothing and extends nothing', async () => {
    const { locks } = fresh();
    const stale = await granted(locks, 'a', 30);
    await expect.poll(async () => (await locks.acquire('a', { ttlMs })).acquired).toBe(true);
    expect(await locks.release('a', stale.token)).toBe('taken');
    expect(await locks.extend('a', stale.token, ttlMs)).toBeNull();
    expect(await locks.acquire('a', { ttlMs })).toMatchObject({ acquired: false });
  });

  test('what is over can be released again, and not extended', async () => {
    const { prefix, locks } = fresh();
    const grant = await granted(locks, 'a', 30);
    await ended(prefix, 'a');
    expect(await locks.extend('a', grant.token, ttlMs)).toBeNull();
    expect(await locks.release('a', grant.token)).toBe('free');
  });

  test('an extension counts from now on and keeps the fence', async () => {
    const { prefix, locks } = fresh();
    const grant = await granted(locks, 'a', 1_000);
    const extended = await locks.extend('a', grant.token, ttlMs);
    expect(extended).toMatchObject({ fence: grant.fence, grantedAt: grant.grantedAt });
    expect(extended?.expiresAt).toBeGreaterThanOrEqual(grant.grantedAt + ttlMs);
    expect(await redis.pttl(`{${prefix}:locks}:held:a`)).toBeGreaterThan(1_000);
    expect(await locks.acquire('a', { ttlMs })).toMatchObject({
      holder: { owner: 'ann', expiresAt: extended?.expiresAt },
    });
  });

  test('a broken lock is free, and its holder learns it', async () => {
    const { locks } = fresh();
    const grant = await granted(locks, 'a');
    expect(await locks.break('a')).toBe('released');
    expect(await locks.break('a')).toBe('free');
    expect(await locks.extend('a', grant.token, ttlMs)).toBeNull();
  });

  test('names, owners and prefixes of any letters do not meet', async () => {
    const { locks } = fresh();
    for (const name of ['a', 'a:b', '{a}', 'a b', 'ａ', '%61']) {
      const grant = await locks.acquire(name, { ttlMs, owner: 'Ann of\n {there}' });
      expect([name, grant.acquired]).toEqual([name, true]);
    }
    await expect(locks.acquire('', { ttlMs })).rejects.toThrow(RangeError);
    expect(await locks.acquire('a b', { ttlMs })).toMatchObject({
      holder: { owner: 'Ann of\n {there}' },
    });
    const other = fresh().locks;
    expect(await other.acquire('a', { ttlMs })).toMatchObject({ acquired: true });
  });

  test.each([0, -1, 1.5, Number.NaN, maxTtlMs + 1])('a TTL of %d is refused', async (ttl) => {
    const { locks } = fresh();
    await expect(locks.acquire('a', { ttlMs: ttl })).rejects.toThrow(RangeError);
    await expect(locks.extend('a', 'token', ttl)).rejects.toThrow(RangeError);
  });
});

describe('fences', () => {
  test('rise with every grant, of every lock, after expiries too', async () => {
    const { prefix, locks } = fresh();
    const fences: number[] = [];
    for (const name of ['a', 'b', 'c', 'a', 'b']) {
      fences.push((await granted(locks, name, 20)).fence);
      await ended(prefix, name);
    }
    expect(new Set(fences).size).toBe(fences.length);
    expect(fences).toEqual(fences.toSorted((x, y) => x - y));
    expect(Number.isSafeInteger(fences.at(-1))).toBe(true);
  });

  test('never go back where the clock of Redis does, whatever number of grants it takes', async () => {
    const { prefix, locks } = fresh();
    // The last grant was made an hour from now: so it looks where the clock was set back by an hour since.
    const ms = Date.now() + 3_600_000;
    await redis.xadd(`{${prefix}:locks}:grants`, `${ms}-997`, { to: 'z' });
    const fences = [ms * 1_000 + 997];
    for (let i = 0; i < 5; i++) fences.push((await granted(locks, `n${i}`)).fence);
    expect(fences).toEqual([997, 998, 999, 1_000, 1_001, 1_002].map((n) => ms * 1_000 + n));
  });
});

test('what fences are made of does not grow', async () => {
  const { prefix, locks } = fresh();
  const names = Array.from({ length: 250 }, (_, i) => `n${i}`);
  await Promise.all(names.map((name) => granted(locks, name)));
  expect(await redis.xlen(`{${prefix}:locks}:grants`)).toBeLessThanOrEqual(200);
});

describe('lost answers', () => {
  test('a grant whose answers are lost is still a grant, and the same one', async () => {
    const { prefix, locks } = fresh();
    let requests = 0;
    const send = dropAnswers(createSend(), (number) => ((requests = number), number <= 2));
    const lossy = createLocks(createClient(connect({ send })), { prefix });
    const grant = await granted(lossy, 'a');
    expect(requests).toBe(3);
    expect(await locks.acquire('a', { ttlMs })).toMatchObject({ holder: { fence: grant.fence } });
    expect(await locks.release('a', grant.token)).toBe('released');
  });

  test('with two of three answers lost at every step, all of the life of a lock goes on', async () => {
    const { prefix, locks } = fresh({ listed: true });
    const send = dropAnswers(createSend(), (number) => number % 3 !== 0);
    const lossy = createLocks(createClient(connect({ send })), { prefix, listed: true });
    for (let round = 0; round < 2; round++) {
      const grant = await granted(lossy, 'a');
      expect(await lossy.extend('a', grant.token, ttlMs)).toMatchObject({ fence: grant.fence });
      // The first send released it, and left a word for the others.
      expect(await lossy.release('a', grant.token)).toBe('released');
      expect((await locks.list()).locks).toEqual([]);
    }
  });

  test('the same operation id gives the same grant; another caller with that id has another token', async () => {
    const { locks } = fresh();
    const operationId = newOperationId();
    const first = await locks.acquire('a', { ttlMs, operationId });
    expect(await locks.acquire('a', { ttlMs, operationId })).toEqual(first);
    const stranger = { ...operationId, fingerprint: 'of another request' };
    expect(await locks.acquire('a', { ttlMs, operationId: stranger })).toMatchObject({
      acquired: false,
    });
  });

  test('a token has 128 random bits at the least', async () => {
    const { locks } = fresh();
    const tokens = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => (await granted(locks, `n${i}`)).token),
    );
    expect(new Set(tokens).size).toBe(50);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{32}$/);
  });
});

describe('the list', () => {
  test('has who holds what, those first whose time is over first, and nobody else', async () => {
    const { prefix, locks } = fresh({ listed: true });
    expect(await locks.list()).toMatchObject({ locks: [] });
    const late = await granted(locks, 'late {é}', 20_000);
    const soon = await granted(locks, 'soon', 5_000);
    const gone = await granted(locks, 'gone', 20);
    await locks.release('x', (await granted(locks, 'x')).token);
    await ended(prefix, 'gone');
    const { now, locks: listed } = await locks.list();
    expect(listed).toEqual(
      [soon, late].map(({ fence, grantedAt, expiresAt }, index) => ({
        resource: ['soon', 'late {é}'][index],
        owner: 'ann',
        fence,
        grantedAt,
        expiresAt,
        waiting: 0,
      })),
    );
    expect(now).toBeGreaterThanOrEqual(gone.expiresAt);
    expect(JSON.stringify(listed)).not.toContain(late.token);
  });

  test('names so many and no more', async () => {
    const { prefix, locks } = fresh({ listed: true });
    const names = Array.from({ length: maxListed + 1 }, (_, n) => `n${n}`);
    await Promise.all(names.map((name) => granted(locks, name)));
    expect(await redis.zcard(`{${prefix}:locks}:list`)).toBe(maxListed + 2);
    expect((await locks.list()).locks).toHaveLength(maxListed);
  });

  test('follows an extension, and is cleared up by the first grant of a minute', async () => {
    const { prefix, locks } = fresh({ listed: true });
    const key = `{${prefix}:locks}:list`;
    const grant = await granted(locks, 'a', 5_000);
    await locks.extend('a', grant.token, 60_000);
    await granted(locks, 'sooner', 20_000);
    const { locks: listed } = await locks.list();
    expect(listed.map(({ resource }) => resource)).toEqual(['sooner', 'a']);
    expect(listed[1]?.expiresAt).toBeGreaterThan(grant.grantedAt + 55_000);

    await redis.zadd(key, { score: Date.now() - 1, member: 'crashed' });
    await redis.zadd(key, { score: 1, member: '' });
    await granted(locks, 'b');
    expect(await redis.zscore(key, 'crashed')).toBeNull();
    expect(await redis.zcard(key)).toBe(4);
    expect(await redis.pttl(key)).toBeGreaterThan(maxTtlMs);
  });
});

test('costs what is promised', async () => {
  const { locks } = fresh();
  let grant = await granted(locks, 'warm up');
  await locks.extend('warm up', grant.token, ttlMs);
  await locks.release('warm up', grant.token);
  expect(await cost(async () => (grant = await granted(locks, 'a')))).toEqual([1, 4]);
  expect(await cost(() => locks.acquire('a', { ttlMs }))).toEqual([1, 2]);
  expect(await cost(() => locks.extend('a', grant.token, ttlMs))).toEqual([1, 4]);
  expect(await cost(() => locks.release('a', 'not-the-token-of-it'))).toEqual([1, 2]);
  expect(await cost(() => locks.release('a', grant.token))).toEqual([1, 3]);
});
