import { describe, expect, test } from 'vitest';
import { freshCaches, origin } from '../support/caches';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const fresh = freshCaches();

describe('lifetimes', () => {
  test('jitter takes up to its share away and adds nothing; values filled together die apart', async () => {
    const { process, key } = fresh({ ttlMs: 100_000, jitter: 0.1, graceMs: 1_000 });
    const cache = process();
    const names = Array.from({ length: 60 }, (_, index) => `k${index}`);
    await Promise.all(names.map((name) => cache.get(name, origin(1))));
    const lives = await Promise.all(names.map((name) => redis.pttl(key('state', name))));
    expect(Math.max(...lives)).toBeLessThanOrEqual(100_000);
    expect(Math.min(...lives)).toBeGreaterThan(80_000);
    expect(new Set(lives.map((life) => Math.floor(life / 1_000))).size).toBeGreaterThan(4);
  });

  test('a load may say how long its value is good for', async () => {
    const { cache, letPass } = fresh({ staleMs: 60_000, graceMs: 60_000 });
    const source = origin(1);
    const { expiresInMs } = await cache.get('k', {
      async load({ keepFor }) {
        keepFor({ ttlMs: 3_000 });
        return 1;
      },
    });
    expect(expiresInMs).toBe(3_000);
    await letPass(2_000);
    expect((await cache.get('k', source)).status).toBe('hit');
    await letPass(1_000);
    expect((await cache.get('k', source)).status).toBe('miss');
  });

  test.each([
    { ttlMs: 0 },
    { ttlMs: Number.NaN },
    { staleMs: -1 },
    { jitter: 2 },
    { graceMs: 1e12 },
  ])('%j is refused', async (wrong) => {
    const { process, cache } = fresh();
    expect(() => process(wrong)).toThrow(RangeError);
    await expect(cache.get('k', { ...origin(1), ...wrong })).rejects.toThrow(RangeError);
  });

  test('keys, tags and their numbers are bounded', async () => {
    const { cache } = fresh();
    const many = Array.from({ length: 1_001 }, (_, index) => `t${index}`);
    for (const wrong of ['', 'x'.repeat(513)])
      await expect(cache.get(wrong, origin(1))).rejects.toThrow(RangeError);
    await expect(cache.get('k', { ...origin(1), tags: many })).rejects.toThrow(RangeError);
    await expect(cache.invalidate({ tags: many })).rejects.toThrow(RangeError);
  });
});

describe('what is not stored', () => {
  test('a value over the bound is loaded side by side for a while, and shared by who waits', async () => {
    const { cache } = fresh({ maxLength: 10 });
    const source = origin('x'.repeat(11));
    expect(await cache.get('k', source)).toMatchObject({ status: 'miss', stored: 'too_large' });
    expect(await cache.get('k', source)).toMatchObject({ status: 'bypass', reason: 'too_large' });
    expect(source.loads).toBe(2);
  });

  test('what a load calls its caller’s own reaches nobody who waited for it', async () => {
    const { process } = fresh();
    const [a, b] = [process(), process()];
    let loads = 0;
    const read = (cache: typeof a) =>
      cache.get('k', {
        async load({ doNotStore }) {
          const own = ++loads;
          await new Promise((resolve) => setTimeout(resolve, 100));
          doNotStore('private');
          return own;
        },
      });
    const readings = await Promise.all([a, a, a, b, b, b].map(read));
    expect(new Set(readings.map(({ value }) => value)).size).toBe(6);
    expect(readings.filter(({ status }) => status === 'miss')).toHaveLength(1);
    expect(await read(a)).toMatchObject({ status: 'bypass', reason: 'private', value: 7 });
  });

  test('it is tried again when the mark is over', async () => {
    const { cache, letPass } = fresh({ passMs: 10_000 });
    await cache.get('k', {
      load: async ({ doNotStore }) => doNotStore('private'),
    });
    await letPass(10_000);
    const source = origin(1);
    expect(await cache.get('k', source)).toMatchObject({ status: 'miss', stored: 'stored' });
  });
});
