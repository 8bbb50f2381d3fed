import { describe, expect, test } from 'vitest';
import { createPresence } from '@/lib/patterns/counters';
import { keys } from '@/lib/patterns/counters/keys';
import { maxUsers } from '@/lib/patterns/counters/presence';
import { until } from '../local/launcher/support';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

function fresh(ttlMs = 60_000) {
  const prefix = freshPrefix();
  return { prefix, presence: createPresence(redis, { prefix, place: 'test', ttlMs }) };
}

const key = (prefix: string) => keys.presence({ prefix, place: 'test' });

/** The clock of Redis, in ms. */
async function serverNow(): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}

describe('who is here', () => {
  test('a user in three tabs counts once', async () => {
    const { presence } = fresh();
    expect(await presence.beat('ann')).toBe(1);
    expect(await presence.beat('ann')).toBe(1);
    expect(await presence.beat('ben')).toBe(2);
    expect(await presence.beat('ann')).toBe(2);
    const { here, users } = await presence.here(10);
    expect(here).toBe(2);
    // Two beats of one millisecond have no order.
    expect(users.map(({ user }) => user).sort()).toEqual(['ann', 'ben']);
  });

  test('names are bounded, newest first, with when they go', async () => {
    const { presence } = fresh(40_000);
    for (const user of ['a', 'b', 'c']) {
      await presence.beat(user);
      const beaten = await serverNow();
      await until(async () => (await serverNow()) > beaten);
    }
    const { here, users } = await presence.here(2);
    expect(here).toBe(3);
    expect(users.map(({ user }) => user)).toEqual(['c', 'b']);
    const now = await serverNow();
    for (const { goneAt } of users) {
      expect(goneAt).toBeGreaterThan(now + 30_000);
      expect(goneAt).toBeLessThanOrEqual(now + 40_000);
    }
    expect((await presence.here()).users).toEqual([]);
  });

  test('a count is that of those whose heartbeat is not too old', async () => {
    const { prefix, presence } = fresh(40_000);
    for (const user of ['ann', 'ben']) await presence.beat(user);
    await redis.zadd(key(prefix), { score: (await serverNow()) - 41_000, member: 'cyd' });
    expect(await presence.count()).toBe(2);
    expect(await presence.beat('ann')).toBe(2);
  });

  test('nobody is nobody', async () => {
    const { presence } = fresh();
    expect(await presence.count()).toBe(0);
    expect(await presence.here(10)).toEqual({ here: 0, ttlMs: 60_000, users: [] });
  });

  test('a TTL out of range is refused', () => {
    for (const ttlMs of [0, -1, Number.NaN, 600_001])
      expect(() => fresh(ttlMs)).toThrow(RangeError);
  });
});

describe('who goes', () => {
  test('a killed client vanishes within the TTL, and the one that lives stays', async () => {
    const ttlMs = 5_000;
    const { prefix, presence } = fresh(ttlMs);
    const [killed, living] = await Promise.all([startProcess('tab.ts'), startProcess('tab.ts')]);
    await killed.ask({ prefix, user: 'killed', ttlMs });
    await living.ask({ prefix, user: 'living', ttlMs });
    expect((await presence.here()).here).toBe(2);

    await killed.kill();
    const deadline = (await serverNow()) + ttlMs;
    await until(async () => (await serverNow()) > deadline);
    const { here, users } = await presence.here(10);
    expect(here).toBe(1);
    expect(users.map(({ user }) => user)).toEqual(['living']);
  });

  test('one of two tabs closes: the user stays; both close: the user goes in half the TTL', async () => {
    const { presence } = fresh(8_000);
    await presence.beat('ann');
    await presence.leave('ann');
    expect((await presence.here()).here).toBe(1);
    await presence.beat('ann');
    const [after] = (await presence.here(1)).users;
    expect(after!.goneAt - (await serverNow())).toBeGreaterThan(4_000);

    await presence.leave('ann');
    const deadline = (await serverNow()) + 4_000;
    await until(async () => (await serverNow()) > deadline);
    expect((await presence.here()).here).toBe(0);
  });

  test('leaving twice, or without having come, takes nobody else out and is never below zero', async () => {
    const { prefix, presence } = fresh();
    await presence.leave('nobody');
    expect(await redis.exists(key(prefix))).toBe(0);
    await presence.beat('ann');
    for (const user of ['ben', 'ben', 'nobody']) await presence.leave(user);
    expect((await presence.here()).here).toBe(1);
    await presence.remove('ann');
    await presence.remove('ann');
    expect((await presence.here()).here).toBe(0);
  });

  test('a goodbye never prolongs a stay', async () => {
    const { prefix, presence } = fresh();
    await presence.beat('ann');
    const early = (await serverNow()) - 50_000;
    await redis.zadd(key(prefix), { score: early, member: 'ann' });
    await presence.leave('ann');
    expect(await redis.zscore(key(prefix), 'ann')).toBe(String(early));
  });
});

describe('bounds', () => {
  test('the stale are cleared up once a minute, and not at every beat', async () => {
    const { prefix, presence } = fresh(30_000);
    await presence.beat('ann');
    const now = await serverNow();
    await redis.zadd(key(prefix), { score: now - 31_000, member: 'stale' });
    expect((await presence.here(10)).users.map(({ user }) => user)).toEqual(['ann']);
    // Another minute, as far as the upkeep knows.
    await redis.zadd(key(prefix), { score: Math.floor(now / 60_000) - 1, member: '' });
    expect(await presence.beat('ann')).toBe(1);
    expect(await redis.zscore(key(prefix), 'stale')).toBeNull();
    expect(await redis.zcard(key(prefix))).toBe(2);
  });

  test('users past the bound push out those who beat longest ago', async () => {
    const { prefix, presence } = fresh();
    await presence.beat('first');
    const now = (await serverNow()) + 1;
    for (let from = 0; from < maxUsers; from += 1_000) {
      const [head, ...rest] = Array.from({ length: 1_000 }, (_, index) => ({
        score: now + from,
        member: `u${from + index}`,
      }));
      await redis.zadd(key(prefix), head!, ...rest);
    }
    await redis.zadd(key(prefix), { score: now - 1_000, member: 'first' });
    expect(await presence.beat('last')).toBe(maxUsers);
    expect(await redis.zscore(key(prefix), 'first')).toBeNull();
    // All users there may be, and the member of the upkeep.
    expect(await redis.zcard(key(prefix))).toBe(maxUsers + 1);
  });
});
