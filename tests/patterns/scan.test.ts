import { describe, expect, test } from 'vitest';
import {
  createScan,
  escapeGlob,
  literalOf,
  literalPrefixOf,
  makeDemoKeys,
} from '@/lib/patterns/scan';
import { createClient } from '@/lib/redis/client';
import { createTrace } from '@/lib/redis/record';
import { sharedTransport } from '@/lib/redis/shared';
import { freshKeySpace } from '../support/key-space';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const scan = createScan(redis);
const freshPrefix = freshPrefixes();

/** Names that break whoever joins, splits or guesses. */
const oddNames = [
  '*',
  'a*b',
  '[ab]',
  'what?',
  'back\\slash',
  '"quoted"',
  "it's",
  'line\nbreak',
  'null\0byte',
  'bell\x07',
  '{tag}:x',
  '{',
  '}{',
  ' leading and trailing ',
  'ключ',
  '鍵',
  '🗝️',
  'e\u0301',
  '%41',
  '../up',
  '$(rm)',
];

async function collect(match: string, options: Parameters<typeof scan.keys>[0] = {}) {
  const found: string[] = [];
  for await (const key of scan.keys({ ...options, match })) found.push(key);
  return found;
}

describe('patterns', () => {
  test.each(oddNames)('%j, escaped, is itself and nothing else', async (name) => {
    const { base } = freshKeySpace();
    for (const odd of oddNames) await redis.set(base + odd, '1');
    const pattern = escapeGlob(base + name);
    expect(literalOf(pattern)).toBe(base + name);
    // As a pattern that is scanned, not as the one key that it is.
    expect(await collect(`${pattern}*`)).toContain(base + name);
    expect((await collect(`[${base[0]}]${pattern.slice(1)}`)).sort()).toEqual([base + name]);
  });

  test.each([
    ['user:1', 'user:1', 'user:1'],
    ['user:*', undefined, 'user:'],
    ['a?c', undefined, 'a'],
    ['a[bc]', undefined, 'a'],
    ['a\\*', 'a*', 'a*'],
    ['a\\*:*', undefined, 'a*:'],
    ['a\\\\', 'a\\', 'a\\'],
    ['a\\', 'a\\', 'a\\'],
    ['a]', 'a]', 'a]'],
    ['*', undefined, ''],
    ['a\nb*', undefined, 'a\nb'],
  ])('%j is one key: %j; all it matches begins with %j', (pattern, one, prefix) => {
    expect(literalOf(pattern)).toBe(one);
    expect(literalPrefixOf(pattern)).toBe(prefix);
  });
});

describe('one call', () => {
  test('a pattern without a glob is asked for, not scanned', async () => {
    const { base, fill } = freshKeySpace();
    await fill(1);
    const trace = createTrace();
    const watched = createScan(createClient(sharedTransport(), { trace }));
    expect(await watched.page({ match: `${base}0` })).toMatchObject({
      keys: [`${base}0`],
      exact: true,
      next: null,
    });
    expect(await watched.page({ match: `${base}none` })).toMatchObject({ keys: [], exact: true });
    expect(await watched.page({ match: `${base}0`, type: 'hash' })).toMatchObject({ keys: [] });
    expect(trace.counts).toMatchObject({ roundTrips: 3, commands: 6 });
  });

  test('spends no more round trips than it may, and says how far it is', async () => {
    const { match, fill } = freshKeySpace();
    await fill(3_000);
    const trace = createTrace();
    const watched = createScan(createClient(sharedTransport(), { trace }));
    const page = await watched.page({ match, count: 100, maxRoundTrips: 4, budgetMs: 60_000 });
    expect(trace.counts.roundTrips).toBe(4);
    expect(page.examined).toBe(400);
    expect(page.total).toBeGreaterThanOrEqual(3_000);
    expect(page.next).not.toBeNull();
  });

  test('a budget that is spent ends it after one round trip', async () => {
    const { match, fill } = freshKeySpace();
    await fill(3_000);
    const trace = createTrace();
    const watched = createScan(createClient(sharedTransport(), { trace }));
    await watched.page({ match, count: 10, budgetMs: 0 });
    expect(trace.counts).toMatchObject({ roundTrips: 1, commands: 3 });
  });

  test('each key once, and at the end all were examined', async () => {
    const { match, fill } = freshKeySpace();
    const keys = await fill(2_500);
    const page = await scan.page({ match, budgetMs: 60_000, maxRoundTrips: 10_000 });
    expect(page.keys.sort()).toEqual(keys.sort());
    expect(page).toMatchObject({ found: 2_500, next: null, examined: page.total });
  });

  test('only keys of one type', async () => {
    const { base, match, fill } = freshKeySpace();
    await fill(20);
    await redis.hset(`${base}hash`, { a: 1 });
    expect(await collect(match, { type: 'hash' })).toEqual([`${base}hash`]);
    expect(await collect(match, { type: 'string' })).toHaveLength(20);
  });

  test.each(['', '1', '1.2', 'a.b.c', '-1.0.0.', '1.0.0', '1.0.0.x', '1.0.0.0.0', '1.0.1e5.'])(
    'the cursor %j is refused',
    async (cursor) => {
      await expect(scan.page({ cursor })).rejects.toMatchObject({ code: 'invalid_request' });
    },
  );
});

test('a cursor can be carried on by another process: together the calls find all', async () => {
  const { match, fill } = freshKeySpace();
  const keys = await fill(5_000);
  const found = new Set<string>();
  let cursor: string | undefined;
  let calls = 0;
  do {
    // A client of its own each time: nothing is kept but the cursor.
    const fresh = createScan(createClient(sharedTransport()));
    const page = await fresh.page({ match, cursor, count: 500, maxRoundTrips: 1 });
    page.keys.forEach((key) => found.add(key));
    calls += 1;
    cursor = page.next ?? undefined;
    if (cursor === undefined) expect(page.found).toBe(5_000);
  } while (cursor !== undefined);
  expect(calls).toBeGreaterThan(5);
  expect([...found].sort()).toEqual(keys.sort());
});

test('a key that is there throughout is found, while the table of keys grows and shrinks', async () => {
  const space = freshKeySpace();
  const stay = await space.fill(3_000, 'stay:');
  const crowd = 60_000;
  const visits = new Map<string, number>();
  let cursor: string | undefined;
  let page = 0;
  do {
    const answer = await scan.page({
      match: `${space.base}stay:*`,
      cursor,
      count: 200,
      maxRoundTrips: 1,
    });
    for (const key of answer.keys) visits.set(key, (visits.get(key) ?? 0) + 1);
    // The table doubles again and again, and then becomes far too large for what is left.
    if (page < 6) await space.fill(crowd / 6, 'crowd:', (page * crowd) / 6);
    if (page === 8) await space.drop(crowd, 'crowd:');
    page += 1;
    cursor = answer.next ?? undefined;
  } while (cursor !== undefined);
  expect([...visits.keys()].sort()).toEqual(stay.sort());

  // The iterator over the same ground gives each of them once.
  await space.fill(crowd, 'crowd:');
  const given: string[] = [];
  for await (const key of scan.keys({ match: `${space.base}stay:*`, budgetMs: 5 })) {
    if (given.push(key) === 50) await space.drop(crowd, 'crowd:');
  }
  expect(given.sort()).toEqual(stay);
});

test('what is no UTF-8 is listed, and what it really is called is not guessed', async () => {
  const { base, match } = freshKeySpace();
  await redis.eval(`redis.call('SET', ARGV[1] .. '\\255\\254', 'x')`, [], [base]);
  const found = await collect(match);
  expect(found).toEqual([`${base}\uFFFD\uFFFD`]);
  expect(await scan.describe(found)).toMatchObject([{ type: 'none' }]);
  await redis.eval(`redis.call('DEL', ARGV[1] .. '\\255\\254')`, [], [base]);
});

describe('details', () => {
  test('of every type, in two round trips', async () => {
    const prefix = freshPrefix();
    await makeDemoKeys(redis, { prefix, from: 0, count: 7 });
    const keys = await collect(`${prefix}:demo:*`);
    const trace = createTrace();
    const facts = await createScan(createClient(sharedTransport(), { trace })).describe(keys);
    expect(trace.counts).toMatchObject({ roundTrips: 2, commands: 4 * 7 });
    const types = facts.map(({ type }) => type).sort();
    expect(types).toEqual(['hash', 'list', 'set', 'stream', 'string', 'string', 'zset']);
    for (const { expiresInMs, memoryBytes, size } of facts) {
      expect(expiresInMs).toBeGreaterThan(2_690_000);
      expect(memoryBytes).toBeGreaterThan(40);
      expect(size).toBeGreaterThan(0);
    }
  });

  test('of what does not expire, and of what is not there', async () => {
    const { base, fill } = freshKeySpace();
    await fill(1);
    expect(await scan.describe([`${base}0`, `${base}gone`])).toEqual([
      {
        key: `${base}0`,
        type: 'string',
        expiresInMs: null,
        memoryBytes: expect.any(Number),
        size: 1,
      },
      { key: `${base}gone`, type: 'none', expiresInMs: null, memoryBytes: null, size: null },
    ]);
  });

  test('a key that is removed is gone, and removing it again says so', async () => {
    const { base, fill } = freshKeySpace();
    await fill(1);
    expect(await scan.remove(`${base}0`)).toBe(true);
    expect(await scan.remove(`${base}0`)).toBe(false);
  });
});

test('demo keys written twice are the same keys', async () => {
  const prefix = freshPrefix();
  const state = async () => {
    const keys = (await collect(`${prefix}:demo:*`)).sort();
    return (await scan.describe(keys)).map(({ key, type, size }) => ({ key, type, size }));
  };
  await makeDemoKeys(redis, { prefix, from: 90, count: 120 });
  const first = await state();
  expect(first).toHaveLength(120);
  await makeDemoKeys(redis, { prefix, from: 90, count: 120 });
  expect(await state()).toEqual(first);
});
