import { describe, expect, test } from 'vitest';
import { CodedError } from '@/lib/errors';
import type { Reading } from '@/lib/patterns/cache';
import { createClient } from '@/lib/redis/client';
import { createTrace } from '@/lib/redis/record';
import { connect, createCable } from '../redis/support';
import { eventually, failing, freshCaches, origin } from '../support/caches';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const fresh = freshCaches();

describe('a load that fails', () => {
  test('reaches its caller and who waits with it, is not stored, and nobody tries at once again', async () => {
    const { cache, process } = fresh({ errorBackoffMs: 1_000 });
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => cache.get('k', { load: failing })),
    );
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ reason: { message: 'The origin is down' } });

    const source = origin('v');
    await expect(process().get('k', source)).rejects.toMatchObject({
      code: 'origin_unavailable',
      retryAfterSeconds: 1,
    });
    expect(source.loads).toBe(0);
    expect(await cache.get('another', source)).toMatchObject({ status: 'miss' });
  });

  test('is tried again after its time, or after an invalidation', async () => {
    const { cache, letPass } = fresh();
    const source = origin('v');
    await expect(cache.get('a', { load: failing })).rejects.toThrow('The origin is down');
    await expect(cache.get('b', { load: failing })).rejects.toThrow('The origin is down');
    await letPass(1_000, 'a');
    await cache.invalidate({ keys: ['b'] });
    for (const key of ['a', 'b']) expect((await cache.get(key, source)).status).toBe('miss');
  });

  test('tells others what a coded error says, and nothing of any other', async () => {
    const { process } = fresh();
    const coded = new CodedError('database_unreachable', 'The database is away.');
    const load = async () => {
      throw coded;
    };
    await expect(process().get('a', { load })).rejects.toBe(coded);
    await expect(process().get('a', { load })).rejects.toMatchObject({
      code: 'database_unreachable',
      message: 'The database is away.',
    });
    await expect(process().get('b', { load: failing })).rejects.toThrow();
    const { message } = await process()
      .get('b', { load: failing })
      .then(
        () => new Error('No error'),
        (error: Error) => error,
      );
    expect(message).not.toContain('The origin is down');
  });

  test('behind an old value that value is served up to its grace, and then no more', async () => {
    const { process, letPass, errors } = fresh({ staleMs: 1_000, graceMs: 600_000 });
    const source = origin('old');
    const cache = process();
    await cache.get('k', source);
    await letPass(60_000 + 1_000 + 1);
    expect(await cache.get('k', { load: failing })).toMatchObject({
      value: 'old',
      status: 'stale-if-error',
      reason: 'load_failed',
    });
    expect(errors).toEqual([expect.objectContaining({ message: 'The origin is down' })]);
    expect(await process().get('k', source)).toMatchObject({
      value: 'old',
      status: 'stale-if-error',
      reason: 'failed_lately',
    });
    expect(source.loads).toBe(1);
    await letPass(590_000);
    expect(await cache.get('k', { load: failing })).toMatchObject({ status: 'stale-if-error' });
    await letPass(10_000);
    await expect(cache.get('k', { load: failing })).rejects.toThrow('The origin is down');
  });

  test('in the background of a stale value is told, and the value stays', async () => {
    const work: Promise<unknown>[] = [];
    const background = (later: () => Promise<unknown>) => void work.push(later());
    const { cache, letPass, errors } = fresh({ staleMs: 60_000, background });
    await cache.get('k', origin('old'));
    await letPass(60_000);
    expect(await cache.get('k', { load: failing })).toMatchObject({ status: 'stale' });
    await Promise.all(work);
    expect(errors).toEqual([expect.objectContaining({ message: 'The origin is down' })]);
    expect(await cache.get('k', { load: failing })).toMatchObject({
      value: 'old',
      status: 'stale-if-error',
    });
    await letPass(1_000);
    const source = origin('new');
    expect(await cache.get('k', source)).toMatchObject({ reason: 'refresh_started' });
    await Promise.all(work);
    expect(await cache.get('k', source)).toMatchObject({ status: 'hit', value: 'new' });
  });

  test('of an origin that comes back: down, up, and stored again', async () => {
    const { process, letPass } = fresh({ graceMs: 600_000 });
    let down = false;
    let version = 1;
    const load = async () => {
      if (down) throw new CodedError('database_unreachable', 'The database is away.');
      return version;
    };
    const [a, b] = [process(), process()];
    await a.get('k', { load });
    down = true;
    version = 2;
    await letPass(60_000);
    const during: Reading<number>[] = [];
    for (const cache of [a, b, a]) during.push(await cache.get('k', { load }));
    expect(during.map(({ status, value }) => [status, value])).toEqual(
      Array(3).fill(['stale-if-error', 1]),
    );
    down = false;
    await letPass(1_000);
    expect(await b.get('k', { load })).toMatchObject({ status: 'miss', value: 2 });
    expect(await a.get('k', { load })).toMatchObject({ status: 'hit', value: 2 });
  });
});

describe('Redis that cannot be reached', () => {
  const impatient = { attempts: 1 };

  test('is bypassed: the value is loaded, one load at a time', async () => {
    const { process } = fresh();
    const cable = await createCable();
    const cache = process({}, createClient(connect({ url: cable.url, ...impatient })));
    await cable.cut();
    let running = 0;
    let most = 0;
    let loads = 0;
    const load = async () => {
      most = Math.max(most, ++running);
      loads += 1;
      // A load takes as long as five more readers need to come, on a slow machine too.
      const comers = Math.min(40, readings.length + 5);
      while (readings.length < comers) await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
      return 'v';
    };
    const readings: Promise<Reading<string>>[] = [];
    for (let i = 0; i < 40; i++) {
      readings.push(cache.get('k', { load }));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    for (const { value, status, reason } of await Promise.all(readings))
      expect([value, status, reason]).toEqual(['v', 'bypass', 'redis_down']);
    expect(most).toBe(1);
    expect(loads).toBeLessThan(20);
    await cable.mend();
    expect(await cache.get('k', { load })).toMatchObject({ status: 'miss', stored: 'stored' });
  });

  test('gives nobody what was loaded for one caller alone', async () => {
    const { process } = fresh();
    const cable = await createCable();
    const cache = process({}, createClient(connect({ url: cable.url, ...impatient })));
    await cable.cut();
    const readAs = (who: string) =>
      cache.get('k', {
        async load({ doNotStore }) {
          doNotStore('private');
          await new Promise((resolve) => setTimeout(resolve, 30));
          return who;
        },
      });
    const users = ['ann', 'ben', 'cyd', 'dan'];
    const readings = await Promise.all(users.map(readAs));
    expect(readings.map(({ value }) => value)).toEqual(users);
  });

  test('gives who began after a load of then the next one, not that', async () => {
    const { process } = fresh();
    const cable = await createCable();
    const trace = createTrace();
    const cache = process({}, createClient(connect({ url: cable.url, ...impatient }), { trace }));
    await cable.cut();
    const source = origin('old');
    const first = cache.get('k', { load: source.held });
    await source.started;
    source.value = 'new';
    const second = cache.get('k', source);
    await eventually(() => trace.counts.roundTrips === 2);
    await new Promise(setImmediate);
    source.release();
    expect((await first).value).toBe('old');
    expect((await second).value).toBe('new');
  });

  test('while a value is loaded costs the storing, not the value', async () => {
    const { process, errors } = fresh();
    const cable = await createCable();
    const cache = process({}, createClient(connect({ url: cable.url, ...impatient })));
    const reading = await cache.get('k', {
      async load() {
        await cable.cut();
        return 'v';
      },
    });
    expect(reading).toMatchObject({ value: 'v', status: 'miss', stored: 'write_failed' });
    expect(errors).toEqual([expect.objectContaining({ code: 'redis_unreachable' })]);
  });

  test('lets no invalidation pass for done, and no peek for empty', async () => {
    const { process } = fresh();
    const cable = await createCable();
    const cache = process({}, createClient(connect({ url: cable.url, ...impatient })));
    await cable.cut();
    await expect(cache.peek('k')).rejects.toMatchObject({ code: 'redis_unreachable' });
    await expect(cache.invalidate({ tags: ['a'] })).rejects.toMatchObject({
      code: 'redis_unreachable',
    });
  });

  test('is told apart from one that refuses', async () => {
    const { cache, key } = fresh();
    await redis.lpush(key('entry'), 'of another kind');
    // MGET gives nothing for a key of another kind, so the value is loaded, and the SET replaces it.
    expect(await cache.get('k', origin('v'))).toMatchObject({ status: 'miss', stored: 'stored' });
    const wrong = fresh().process({}, createClient(connect({ token: 'wrong' })));
    await expect(wrong.get('k', origin('v'))).rejects.toMatchObject({ code: 'redis_unauthorized' });
  });
});
