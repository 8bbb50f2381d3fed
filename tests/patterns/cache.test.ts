import { describe, expect, test } from 'vitest';
import { cacheStatus } from '@/lib/patterns/cache';
import { countCommandsOf } from '../support/trace';
import { freshCaches, origin } from '../support/caches';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const fresh = freshCaches();

describe('a value', () => {
  const values = [
    0,
    '',
    false,
    null,
    [],
    {},
    'text\nwith\nlines',
    '"',
    '00123',
    { n: 1e21 },
    '\0é😀',
  ];

  test.each(values)('%j is loaded once and comes back as it was', async (value) => {
    const { cache } = fresh();
    const source = origin(value);
    const [first, second] = [await cache.get('k', source), await cache.get('k', source)];
    expect([first.status, second.status]).toEqual(['miss', 'hit']);
    expect([first.value, second.value]).toEqual([value, value]);
    expect(source.loads).toBe(1);
  });

  test('is the codec’s for its own loader too, and a copy for each reader', async () => {
    const { cache } = fresh();
    const source = origin({ at: new Date(0) as unknown });
    const [a, b] = await Promise.all([cache.get('k', source), cache.get('k', source)]);
    expect([a.value, b.value]).toEqual(Array(2).fill({ at: '1970-01-01T00:00:00.000Z' }));
    expect(a.value).not.toBe(b.value);
  });

  test('may have a codec of its own', async () => {
    const codec = {
      encode: (value: unknown) => String(value),
      decode: (text: string) => BigInt(text),
    };
    const { cache } = fresh({ codec });
    const source = origin(2n ** 70n);
    await cache.get('k', source);
    expect((await cache.get('k', source)).value).toBe(2n ** 70n);
  });

  test('that has no text is refused, for all who wait', async () => {
    const { cache } = fresh();
    const { load } = origin(() => 1);
    await expect(cache.get('k', { load })).rejects.toThrow('no JSON');
  });

  test('is read with nothing but its own key: prefix, name, version and key part it', async () => {
    const { process, prefix } = fresh();
    const caches = [
      process(),
      process({ name: 'other' }),
      process({ schemaVersion: 2 }),
      process({ prefix: `${prefix}-b` }),
    ];
    for (const cache of caches)
      for (const key of ['k', 'K', 'k ', '{k}', 'k:1', 'é'])
        expect((await cache.get(key, origin(1))).status).toBe('miss');
  });
});

describe('"there is none"', () => {
  test('is kept for its own time where that is asked for', async () => {
    const { cache, letPass } = fresh({ negativeTtlMs: 5_000, staleMs: 60_000 });
    const source = origin(undefined);
    const first = await cache.get('k', source);
    const second = await cache.get('k', source);
    expect([first, second].map(({ status, value }) => [status, value])).toEqual([
      ['miss', undefined],
      ['negative', undefined],
    ]);
    await letPass(5_000);
    expect((await cache.get('k', source)).status).toBe('miss');
  });

  test('is not kept unless it is', async () => {
    const { cache } = fresh();
    const source = origin(undefined);
    expect(await cache.get('k', source)).toMatchObject({ status: 'miss', stored: 'not_kept' });
    expect(await cache.get('k', source)).toMatchObject({ status: 'miss', reason: 'absent' });
    expect(source.loads).toBe(2);
  });
});

describe('what it costs', () => {
  const tagsOf = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`);

  test.each([0, 3, 10, 64])(
    'a hit with %i tags is one round trip with one command',
    async (count) => {
      const { cache, traced } = fresh({ staleMs: 1_000 });
      const call = { ...origin(1), tags: tagsOf(count) };
      await cache.get('k', call);
      expect(await countCommandsOf(traced(), (c) => c.get('k', call))).toEqual([1, 1]);
    },
  );

  test('a miss is three round trips, for the tags that are there nothing more', async () => {
    const { traced, cache } = fresh();
    const call = { ...origin(1), tags: tagsOf(3) };
    await cache.get('warm up the scripts and the tags', call);
    expect(await countCommandsOf(traced(), (c) => c.get('k', call))).toEqual([3, 9]);
  });

  test('a stale value is two round trips, and the refresh a third', async () => {
    const { traced, cache, letPass } = fresh({ staleMs: 60_000 });
    const source = origin(1);
    await cache.get('k', source);
    await letPass(60_000);
    const reader = traced();
    let refreshed: Promise<unknown> = Promise.resolve();
    const background = (work: () => Promise<unknown>) => void (refreshed = work());
    const call = { load: source.held, background };
    expect(await countCommandsOf(reader, (c) => c.get('k', call))).toEqual([2, 5]);
    source.release();
    await refreshed;
  });

  test('invalidating is one command, however many tags and keys', async () => {
    const { traced } = fresh();
    const what = { tags: tagsOf(100), keys: tagsOf(100) };
    expect(await countCommandsOf(traced(), (c) => c.invalidate(what))).toEqual([1, 1]);
    expect(await countCommandsOf(traced(), (c) => c.invalidate({}))).toEqual([0, 0]);
  });
});

describe('tags', () => {
  test('any of them invalidates, no other does, and their order means nothing', async () => {
    const { cache } = fresh();
    const source = origin(1);
    const tags = ['a', 'b', 'c'];
    const statusOf = async (as = tags) => {
      const { status, reason } = await cache.get('k', { ...source, tags: as });
      return `${status} ${reason}`;
    };
    expect(await statusOf()).toBe('miss absent');
    expect(await statusOf(['c', 'a', 'b', 'a'])).toBe('hit fresh');
    for (const tag of tags) {
      await cache.invalidate({ tags: [tag] });
      expect(await statusOf()).toBe('miss invalidated');
      expect(await statusOf()).toBe('hit fresh');
    }
    await cache.invalidate({ tags: ['d', 'A', 'a '] });
    expect(await statusOf()).toBe('hit fresh');
  });

  test('a reader who names other tags than the loader did gets nothing that it cannot judge', async () => {
    const { cache } = fresh();
    await cache.get('k', { ...origin(1), tags: ['a', 'b'] });
    for (const tags of [['a'], ['b'], [], ['a', 'b', 'c']])
      expect(await cache.peek('k', { tags })).toBeUndefined();
    expect(await cache.peek('k', { tags: ['b', 'a'] })).toMatchObject({ value: 1 });
    await cache.invalidate({ keys: ['k'] });
    const source = origin(2);
    const others = [['a'], ['a', 'b'], ['a', 'c']].map((tags) =>
      cache.get('k', { ...source, tags }),
    );
    await Promise.all(others);
    expect(source.loads).toBe(3);
  });

  test('a tag that Redis lost costs a load; what it guarded is not served', async () => {
    const { cache, tag } = fresh();
    const call = { ...origin(1), tags: ['a'] };
    await cache.get('k', call);
    await redis.unlink(tag('a'));
    expect(await cache.get('k', call)).toMatchObject({ status: 'miss', reason: 'invalidated' });
    expect(await cache.get('k', call)).toMatchObject({ status: 'hit' });
  });

  test('a version never comes back, so an old value does not either', async () => {
    const { cache, tag } = fresh();
    const call = { ...origin(1), tags: ['a'] };
    const seen = new Set<unknown>();
    for (let round = 0; round < 20; round++) {
      await cache.get(`k${round}`, call);
      seen.add(await redis.get(tag('a')));
      await cache.invalidate({ tags: ['a'] });
    }
    expect(seen.size).toBe(20);
  });
});

test('a peek tells what is there and loads nothing', async () => {
  const { cache, letPass } = fresh({ staleMs: 60_000, negativeTtlMs: 1_000 });
  expect(await cache.peek('k')).toBeUndefined();
  await cache.get('k', origin('v'));
  expect(await cache.peek('k')).toMatchObject({ value: 'v', status: 'hit' });
  await letPass(60_000);
  expect(await cache.peek('k')).toMatchObject({ value: 'v', status: 'stale', expiresInMs: 0 });
  await cache.get('none', origin(undefined));
  expect(await cache.peek('none')).toMatchObject({ status: 'negative' });
});

test('the keys of one cache share a slot', async () => {
  const { key, tag } = fresh();
  const tags = [key('entry'), key('state'), tag('a')].map((name) => /\{(.+?)\}/.exec(name)?.[1]);
  expect(new Set(tags).size).toBe(1);
});

test('Cache-Status says it in the words of RFC 9211', async () => {
  const { cache } = fresh({ ttlMs: 60_000 });
  const source = origin(1);
  const said = async () => cacheStatus('test', await cache.get('k', source));
  expect(await said()).toBe('test; fwd=miss; stored; ttl=60; detail=absent');
  expect(await said()).toMatch(/^test; hit; ttl=\d+; detail=fresh$/);
});
