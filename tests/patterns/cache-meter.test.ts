import { describe, expect, test } from 'vitest';
import { createMeter, readStats } from '@/lib/patterns/cache';
import { addTo, merge, quantile, type Sketch } from '@/lib/patterns/cache/latency';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { createSend } from '@/lib/redis/send';
import { connect, createCable, randomOf } from '../redis/support';
import { failing, freshCaches, origin } from '../support/caches';
import { withinOneMinute } from '../support/clock';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const fresh = freshCaches();

describe('what a cache did', () => {
  test('is counted by what became of each read, over both ranges', async () => {
    await withinOneMinute();
    const { prefix, process, letPass } = fresh({ staleMs: 60_000, graceMs: 60_000 });
    const meter = createMeter(() => redis, { prefix, everyMs: 0 });
    const work: Promise<unknown>[] = [];
    const background = (later: () => Promise<unknown>) => void work.push(later());
    const cache = process({ meter, background });
    const source = origin('v');

    await Promise.all([1, 2, 3].map(() => cache.get('k', source)));
    for (let i = 0; i < 5; i++) await cache.get('k', source);
    await letPass(60_000);
    await cache.get('k', source);
    await Promise.all(work);
    await letPass(121_000);
    await cache.get('k', { load: failing });
    const none = { load: async () => undefined, negativeTtlMs: 1_000 };
    await cache.get('none', none);
    await cache.get('none', none);
    await expect(cache.get('fails', { load: failing })).rejects.toThrow();
    await process({ meter, name: 'other' }).get('k', source);
    await meter.flush();

    const expected = {
      reads: 13,
      hits: 6,
      stale: 1,
      waited: 2,
      misses: 2,
      staleIfError: 1,
      bypassed: 0,
      failures: 1,
      loads: 3,
      loadsAvoided: 9,
    };
    for (const range of ['1h', '24h'] as const) {
      const stats = await readStats(redis, { range, cache: 'test' }, { prefix });
      expect(stats).toMatchObject(expected);
      expect(stats.series.at(-1)).toMatchObject(expected);
      expect(stats.series).toHaveLength(range === '1h' ? 60 : 24);
      expect(stats.hitRatio).toBeCloseTo(7 / 13);
      expect(stats.caches.map(({ cache: name, reads }) => [name, reads])).toEqual([
        ['other', 1],
        ['test', 13],
      ]);
      expect(stats.hitP50Ms).toBeGreaterThan(0);
      expect(stats.missP95Ms).toBeGreaterThanOrEqual(stats.missP50Ms!);
    }
    expect((await readStats(redis, { range: '1h' }, { prefix })).reads).toBe(14);
  });

  test('is counted once, whatever answers get lost', async () => {
    const { prefix, process } = fresh();
    const random = randomOf(3);
    const lossy = createClient(
      connect({
        send: dropAnswers(createSend(), () => random() < 0.25),
        attempts: 30,
        timeoutMs: 15_000,
      }),
    );
    const meter = createMeter(() => lossy, { prefix, everyMs: 0 });
    const cache = process({ meter });
    for (let i = 0; i < 15; i++) {
      await cache.get('k', origin(1));
      await meter.flush();
    }
    expect((await readStats(redis, { range: '1h' }, { prefix })).reads).toBe(15);
  });

  test('is kept while Redis is away, and written once it is back', async () => {
    const { prefix, process } = fresh();
    const cable = await createCable();
    const far = createClient(connect({ url: cable.url, attempts: 1 }));
    const errors: unknown[] = [];
    const meter = createMeter(() => far, {
      prefix,
      everyMs: 20,
      onError: (error) => errors.push(error),
    });
    await cable.cut();
    await process({ meter }).get('k', origin(1));
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    expect(errors[0]).toMatchObject({ code: 'redis_unreachable' });
    await cable.mend();
    await meter.flush();
    expect((await readStats(redis, { range: '1h' }, { prefix })).reads).toBe(1);
  });

  test('without a read it is zeros and no figures', async () => {
    const stats = await readStats(redis, { range: '1h' }, { prefix: fresh().prefix });
    expect(stats).toMatchObject({ reads: 0, hitRatio: null, hitP50Ms: null, caches: [] });
  });

  test('tells at most 32 caches apart', async () => {
    const { prefix, process } = fresh();
    const meter = createMeter(() => redis, { prefix, everyMs: 0 });
    for (let i = 0; i < 40; i++) await process({ meter, name: `c${i}` }).get('k', origin(1));
    await meter.flush();
    expect((await readStats(redis, { range: '24h' }, { prefix })).caches).toHaveLength(32);
  });
});

describe('a sketch of durations', () => {
  test('gives any quantile to 9 %, and adds up', () => {
    const random = randomOf(11);
    const [a, b]: [Sketch, Sketch] = [{}, {}];
    const all: number[] = [];
    for (let i = 0; i < 2_000; i++) {
      const ms = 0.05 * 10 ** (random() * 5);
      all.push(ms);
      addTo(i % 2 ? a : b, ms);
    }
    merge(a, b);
    all.sort((x, y) => x - y);
    for (const q of [0.01, 0.5, 0.9, 0.99, 1]) {
      const exact = all[Math.ceil(q * all.length) - 1]!;
      expect(Math.abs(quantile(a, q)! - exact) / exact).toBeLessThan(0.092);
    }
    expect(quantile({}, 0.5)).toBeNull();
  });
});
