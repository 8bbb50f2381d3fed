import { describe, expect, onTestFinished, test } from 'vitest';
import { createScan, makeDemoKeys } from '@/lib/patterns/scan';
import { sampleSize } from '@/lib/patterns/scan/contract';
import { valueBounds, type ValuePage } from '@/lib/patterns/scan/contract-values';
import { createClient } from '@/lib/redis/client';
import { createTrace } from '@/lib/redis/record';
import { createSend, type Send } from '@/lib/redis/send';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { freshKeySpace } from '../support/key-space';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const scan = createScan(redis);
const freshPrefix = freshPrefixes();
const { textBytes, rawBytes, entries: mostEntries, entryChars } = valueBounds;

/** A key of this test's own. */
const freshKey = () => `${freshKeySpace('value').base}key`;

async function allPages(key: string, reader = scan): Promise<ValuePage[]> {
  const pages: ValuePage[] = [];
  for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)!.next)
    pages.push(await reader.read(key, cursor || undefined));
  return pages;
}
const entriesOf = (pages: ValuePage[]) =>
  pages.flatMap(({ value }) => (value.kind === 'entries' ? value.entries : []));
const pairs = (count: number) =>
  Array.from({ length: count }, (_, i) => [`n${i}`, `v${i}`] as const);

describe('strings', () => {
  test.each(['', 'a', '"quoted"', 'tab\tand\nlines\r\n', 'ключ 鍵 🗝️', '00123', 'null', '{"a":1}'])(
    '%j is shown as it is',
    async (text) => {
      const key = freshKey();
      await redis.set(key, text);
      const page = await scan.read(key);
      expect(page).toMatchObject({ type: 'string', value: { kind: 'text', text }, next: null });
      expect(page.size).toBe(new TextEncoder().encode(text).length);
    },
  );

  test('a huge one comes in pages of 16 KiB at the most, and no character is torn', async () => {
    const key = freshKey();
    // Characters of one to four bytes, so that the ends of pages fall into the middle of some.
    const text = 'aé鍵🗝'.repeat(20_000);
    await redis.set(key, text);
    const trace = createTrace();
    const watched = createScan(createClient(transport, { trace }));
    const pages = await allPages(key, watched);
    const texts = pages.map(({ value }) => (value.kind === 'text' ? value.text : ''));
    expect(texts.join('')).toBe(text);
    expect(pages.length).toBeGreaterThanOrEqual(200_000 / textBytes);
    for (const trip of trace.trips) expect(trip.receivedBytes).toBeLessThan(2 * textBytes);
  });

  test('50 MB are read without being sent', async () => {
    const key = freshKey();
    await redis.setrange(key, 50_000_000, 'end');
    const trace = createTrace();
    const page = await createScan(createClient(transport, { trace })).read(key);
    expect(page).toMatchObject({ size: 50_000_003, value: { kind: 'binary' }, next: '256' });
    const last = await scan.read(key, '50000000');
    expect(last).toMatchObject({ value: { kind: 'text', text: 'end' }, next: null });
    for (const trip of trace.trips) expect(trip.receivedBytes).toBeLessThan(2 * textBytes);
  });

  test('what is no text is shown byte by byte, every byte as it is', async () => {
    const key = freshKey();
    const lua = `local all = {} for i = 0, 599 do all[#all + 1] = string.char(i % 256) end
      redis.call('SET', ARGV[1], table.concat(all))`;
    await redis.eval(lua, [], [key]);
    const pages = await allPages(key);
    const bytes = pages.flatMap(({ value }) => (value.kind === 'binary' ? value.bytes : []));
    expect(bytes).toEqual(Array.from({ length: 600 }, (_, i) => i % 256));
    expect(pages[0]!.value).toHaveProperty('bytes.length', rawBytes);
  });

  test('a HyperLogLog is noted as one, with its estimate', async () => {
    const key = freshKey();
    await redis.pfadd(key, ...pairs(50).map(([name]) => name));
    const { type, value } = await scan.read(key);
    expect(type).toBe('string');
    expect(value).toMatchObject({ kind: 'hyperloglog', estimate: await redis.pfcount(key) });
  });
});

describe.each([
  ['list', (key: string, n: number) => redis.rpush(key, ...pairs(n).map(([, v]) => v))],
  ['hash', (key: string, n: number) => redis.hset(key, Object.fromEntries(pairs(n)))],
  [
    'set',
    (key: string, n: number) =>
      redis.sadd(key, ...(pairs(n).map(([, v]) => v) as string[] as [string])),
  ],
  [
    'zset',
    (key: string, n: number) =>
      redis.zadd(key, ...(pairs(n).map(([, member], score) => ({ score, member })) as [never])),
  ],
  [
    'stream',
    async (key: string, n: number) => {
      const pipeline = redis.pipeline();
      for (const [field, value] of pairs(n)) pipeline.xadd(key, '*', { [field]: value });
      await pipeline.exec();
    },
  ],
] as const)('a %s', (type, fill) => {
  test.each([1, 1_000])('of %i, page by page: each once, in its order', async (count) => {
    const key = freshKey();
    await fill(key, count);
    await redis.pexpire(key, 60_000);
    const pages = await allPages(key);
    for (const page of pages) expect(page).toMatchObject({ type, size: count });
    expect(pages[0]!.expiresInMs).toBeGreaterThan(50_000);
    expect(pages.length).toBeGreaterThanOrEqual(count / (mostEntries + 30));

    const entries = entriesOf(pages);
    const expected = pairs(count).map(([name, value], i) => ({
      list: `${i} ${value}`,
      hash: `${name} ${value}`,
      set: ` ${value}`,
      zset: `${i} ${value}`,
      stream: `{ "${name}": "${value}" }`,
    }));
    const shown = entries.map(({ name, value }) =>
      type === 'stream' ? value : `${name} ${value}`,
    );
    const wanted = expected.map((of) => of[type]);
    const ordered = type === 'hash' || type === 'set' ? [...new Set(shown)].sort() : shown;
    expect(ordered).toEqual(type === 'hash' || type === 'set' ? wanted.sort() : wanted);
  });

  test('of large entries, a page stays bounded', async () => {
    const key = freshKey();
    const large = 'x'.repeat(20_000);
    for (let i = 0; i < 60; i++) {
      const value = `${i}${large}`;
      if (type === 'list') await redis.rpush(key, value);
      if (type === 'hash') await redis.hset(key, { [`n${i}`]: value });
      if (type === 'set') await redis.sadd(key, value);
      if (type === 'zset') await redis.zadd(key, { score: i, member: value });
      if (type === 'stream') await redis.xadd(key, '*', { value });
    }
    const trace = createTrace();
    const pages = await allPages(key, createScan(createClient(transport, { trace })));
    expect(new Set(entriesOf(pages).map(({ value }) => value)).size).toBe(60);
    for (const { value, cut } of entriesOf(pages)) {
      expect(value).toHaveLength(entryChars);
      expect(cut).toBe(true);
    }
    // A hash table may give a few more than it is asked for.
    for (const trip of trace.trips)
      expect(trip.receivedBytes).toBeLessThan(2 * 4 * (valueBounds.pageBytes / 3));
  });

  test('of one huge entry, none is sent', async () => {
    const key = freshKey();
    const huge = 'x'.repeat(400_000);
    if (type === 'list') await redis.rpush(key, huge);
    if (type === 'hash') await redis.hset(key, { huge });
    if (type === 'set') await redis.sadd(key, huge);
    if (type === 'zset') await redis.zadd(key, { score: 1, member: huge });
    if (type === 'stream') await redis.xadd(key, '*', { huge });
    expect((await scan.read(key)).value).toMatchObject({
      kind: 'too-large',
      averageBytes: expect.any(Number),
    });
  });
});

describe('any key', () => {
  test('one that is not there', async () => {
    await expect(scan.read(freshKey())).rejects.toMatchObject({ code: 'not_found' });
  });

  /** A scan during whose page `meanwhile` happens: after the types were read, before the value is. */
  function interrupted(meanwhile: () => Promise<unknown>) {
    const real = createSend();
    let requests = 0;
    const send: Send = async (request) => {
      if (++requests === 2) await meanwhile();
      return real(request);
    };
    const through = createTransport({ ...requireRedisConfig(), send });
    onTestFinished(async () => {
      await through.close();
      await real.close?.();
    });
    return createScan(createClient(through));
  }
  const makers = {
    string: (key: string) => redis.set(key, 'text'),
    binary: (key: string) => redis.setrange(key, 3, 'text'),
    list: (key: string) => redis.rpush(key, 'a'),
    set: (key: string) => redis.sadd(key, 'a'),
    zset: (key: string) => redis.zadd(key, { score: 1, member: 'a' }),
    hash: (key: string) => redis.hset(key, { a: 'b' }),
    stream: (key: string) => redis.xadd(key, '*', { a: 'b' }),
  };

  test.each(Object.entries(makers))('a %s that goes while it is read is gone', async (_, make) => {
    const key = freshKey();
    await make(key);
    await expect(interrupted(() => redis.unlink(key)).read(key)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test.each(Object.entries(makers))(
    'a %s that becomes another while it is read is said to have changed',
    async (type, make) => {
      const key = freshKey();
      await make(key);
      const become = async () => {
        await redis.unlink(key);
        await (type === 'hash' ? makers.list : makers.hash)(key);
      };
      await expect(interrupted(become).read(key)).rejects.toMatchObject({
        code: 'version_conflict',
      });
    },
  );

  test('what is empty is there', async () => {
    const key = freshKey();
    await redis.set(key, '');
    expect(await scan.read(key)).toMatchObject({ size: 0, value: { kind: 'text', text: '' } });
    await redis.unlink(key);
    await redis.xadd(key, '1-1', { a: 'b' });
    await redis.xdel(key, '1-1');
    expect(await scan.read(key)).toMatchObject({ type: 'stream', size: 0, next: null });
  });

  test('a cursor of another kind begins anew', async () => {
    const key = freshKey();
    await redis.rpush(key, 'a', 'b');
    expect(entriesOf([await scan.read(key, '17-4')])).toHaveLength(2);
    await redis.unlink(key);
    await redis.xadd(key, '1-1', { a: 'b' });
    expect(entriesOf([await scan.read(key, '3')])).toHaveLength(1);
  });

  test('costs what is said, and a token that may only read will do', async () => {
    const { url, readOnlyToken } = requireRedisConfig();
    const readOnly = createTransport({ url, token: readOnlyToken! });
    const prefix = freshPrefix();
    await makeDemoKeys(redis, { prefix, from: 0, count: 7 });
    for await (const key of scan.keys({ match: `${prefix}:demo:*` })) {
      const trace = createTrace();
      const page = await createScan(createClient(readOnly, { trace })).read(key);
      const raw = page.value.kind === 'hyperloglog';
      expect(trace.counts).toMatchObject(
        raw ? { roundTrips: 3, commands: 7 } : { roundTrips: 2, commands: 5 },
      );
      expect(await createScan(createClient(readOnly)).describe([key])).toMatchObject([
        { key, type: page.type, size: page.size },
      ]);
    }
    await expect(createClient(readOnly).unlink('nothing')).rejects.toThrow(/NOPERM/);
    await readOnly.close();
  });
});

describe('a summary', () => {
  test('is exact where there are few keys: prefixes, types, expiries, memory', async () => {
    const prefix = freshPrefix();
    await makeDemoKeys(redis, { prefix, from: 0, count: 100 });
    const summary = await scan.summarize({ match: `${prefix}:demo:*`, budgetMs: 60_000 });
    expect(summary).toMatchObject({ keys: 100, sampled: 100, next: null });
    expect(summary.types).toEqual({ string: 90, hash: 2, zset: 2, list: 2, set: 2, stream: 2 });
    expect(summary.expiries).toEqual({ minute: 0, hour: 75, day: 25, later: 0, never: 0 });
    const tops = summary.prefixes.filter(({ parent }) => parent === null);
    expect(tops.map(({ prefix: name, keys }) => [name.split(':').at(-2), keys])).toEqual([
      ['session', 88],
      ['user', 4],
      ['cart', 2],
      ['events', 2],
      ['tags', 2],
      ['visitors', 2],
    ]);
    const below = summary.prefixes.filter(({ parent }) => parent === `${prefix}:demo:user:`);
    expect(below.map(({ prefix: name, keys }) => [name.split(':').at(-2), keys])).toEqual([
      ['{0}', 2],
      ['{50}', 2],
    ]);
    const bytes = await Promise.all(
      (await scan.page({ match: `${prefix}:demo:*` })).keys.map((key) =>
        redis.exec<number>(['MEMORY', 'USAGE', key]),
      ),
    );
    expect(summary.memoryBytes).toBe(bytes.reduce((sum, one) => sum + one, 0));
    expect(tops.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0)).toBe(summary.memoryBytes);
  });

  test('a hash tag is a part of the prefix as it is written', async () => {
    const { base, match } = freshKeySpace();
    for (const name of ['{a:b}:x', '{a:b}:y', 'plain', 'plain:z']) await redis.set(base + name, 1);
    const { prefixes } = await scan.summarize({ match });
    expect(prefixes.map(({ prefix, parent, keys }) => [prefix, parent, keys])).toEqual([
      [`${base}{a:`, null, 2],
      [`${base}{a:b}:`, `${base}{a:`, 2],
      [`${base}plain:`, null, 1],
    ]);
  });

  test('of many keys it is a sample, and says of how many; calls add up', async () => {
    const { match, fill } = freshKeySpace();
    await fill(2_500);
    let keys = 0;
    let cursor: string | undefined;
    do {
      const part = await scan.summarize({ match, cursor, budgetMs: 0 });
      keys += part.keys;
      expect(part.sampled).toBe(Math.min(part.keys, sampleSize));
      cursor = part.next ?? undefined;
    } while (cursor !== undefined);
    expect(keys).toBe(2_500);
  });

  test('has no more prefixes than a page can show', async () => {
    const { base, match } = freshKeySpace();
    const pipeline = redis.pipeline();
    for (let i = 0; i < 100; i++)
      for (let j = 0; j < 10; j++) pipeline.set(`${base}${i}:${j}:leaf`, 1);
    await pipeline.exec();
    const { prefixes, keys } = await scan.summarize({ match });
    expect(keys).toBe(1_000);
    expect(prefixes.filter(({ parent }) => parent === null)).toHaveLength(60);
    expect(prefixes.filter(({ parent }) => parent !== null)).toHaveLength(60 * 8);
  });
});

const transport = createTransport(requireRedisConfig());
