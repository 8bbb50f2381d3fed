import { describe, expect, test } from 'vitest';
import { createCounters } from '@/lib/patterns/counters';
import { maxCounters, rateMinutes, type Outcome } from '@/lib/patterns/counters/contract';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { newOperationId } from '@/lib/redis/operation-id';
import { createSend } from '@/lib/redis/send';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { randomOf } from '../redis/support';
import { withinOneMinute } from '../support/clock';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

function fresh() {
  const prefix = freshPrefix();
  return { prefix, counters: createCounters(redis, { prefix }) };
}

const valueOf = async (counters: ReturnType<typeof createCounters>, name: string) =>
  (await counters.read([name]))[0]?.value;

describe('one counter', () => {
  test('adds, takes and reads', async () => {
    const { counters } = fresh();
    expect(await valueOf(counters, 'a')).toBe(0);
    expect(await counters.add('a', { by: 5 })).toEqual({ name: 'a', value: 5, applied: true });
    expect(await counters.add('a', { by: -7 })).toEqual({ name: 'a', value: -2, applied: true });
    expect(await valueOf(counters, 'a')).toBe(-2);
  });

  test('a bound refuses, says which and changes nothing', async () => {
    const { counters } = fresh();
    await counters.add('a', { by: 3 });
    const refused = { name: 'a', value: 3, applied: false };
    expect(await counters.add('a', { by: -4, floor: 0 })).toEqual({ ...refused, refused: 'floor' });
    expect(await counters.add('a', { by: 8, ceiling: 10 })).toEqual({
      ...refused,
      refused: 'ceiling',
    });
    expect(await counters.add('a', { by: -3, floor: 0 })).toMatchObject({ value: 0 });
    expect(await counters.add('a', { by: 10, ceiling: 10 })).toMatchObject({ value: 10 });
  });

  test('what stands beyond a bound may come back towards it', async () => {
    const { counters } = fresh();
    await counters.add('a', { by: -5 });
    expect(await counters.add('a', { by: 2, floor: 0 })).toMatchObject({ value: -3 });
    expect(await counters.add('a', { by: -1, floor: 0 })).toMatchObject({ refused: 'floor' });
  });

  test('stays exact up to the largest safe integer, and never passes it', async () => {
    const { counters } = fresh();
    await counters.add('a', { by: Number.MAX_SAFE_INTEGER - 1 });
    expect(await counters.add('a', { by: 1 })).toMatchObject({ value: Number.MAX_SAFE_INTEGER });
    expect(await counters.add('a', { by: 1 })).toMatchObject({
      refused: 'ceiling',
      value: Number.MAX_SAFE_INTEGER,
    });
  });

  test('a refused first change leaves no counter', async () => {
    const { prefix, counters } = fresh();
    await counters.add('a', { by: -1, floor: 0 });
    expect(await redis.hlen(`{${prefix}:counters}:all`)).toBe(0);
  });

  test('a deleted one stands at 0, without minutes, and its place is free', async () => {
    const { prefix, counters } = fresh();
    await counters.add('a', { by: 4 });
    await counters.add('b', { by: 1 });
    const slots = Array.from({ length: rateMinutes + 2 }, (_, slot) => [`a:${slot}`, '1 1 0']);
    await redis.hset(`{${prefix}:counters}:all`, Object.fromEntries(slots));
    await counters.delete('a');
    await counters.delete('a');
    const left = await redis.hkeys(`{${prefix}:counters}:all`);
    expect(left.filter((field) => field.startsWith('a'))).toEqual([]);
    const [reading] = await counters.read(['a']);
    expect(reading?.value).toBe(0);
    expect(reading?.series.every(({ added, taken }) => added === 0 && taken === 0)).toBe(true);
    expect(await redis.hget(`{${prefix}:counters}:all`, '#')).toBe('1');
  });
});

describe('many in one call', () => {
  test('all are applied, or none', async () => {
    const { counters } = fresh();
    await counters.addMany([
      { name: 'shirts', by: 2 },
      { name: 'socks', by: 5 },
    ]);
    const order = (shirts: number) => [
      { name: 'socks', by: -1, floor: 0 },
      { name: 'shirts', by: -shirts, floor: 0 },
    ];
    expect(await counters.addMany(order(3))).toEqual({
      applied: false,
      counters: [
        { name: 'socks', value: 5, applied: false, refused: 'other' },
        { name: 'shirts', value: 2, applied: false, refused: 'floor' },
      ],
    });
    // Whichever of the changes it is.
    const reversed = await counters.addMany(order(3).reverse());
    expect(reversed).toMatchObject({ applied: false, counters: [{ value: 2 }, { value: 5 }] });
    expect(await counters.addMany(order(2))).toEqual({
      applied: true,
      counters: [
        { name: 'socks', value: 4, applied: true },
        { name: 'shirts', value: 0, applied: true },
      ],
    });
  });

  test('a counter named twice is refused before anything is sent', async () => {
    const { counters } = fresh();
    const twice = [
      { name: 'a', by: 1 },
      { name: 'a', by: 1 },
    ];
    await expect(counters.addMany(twice)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await valueOf(counters, 'a')).toBe(0);
  });

  test('a counter too many is refused, and those that stand still move', async () => {
    const { counters } = fresh();
    for (let from = 0; from < maxCounters; from += 50)
      await counters.addMany(
        Array.from({ length: 50 }, (_, index) => ({ name: `n${from + index}`, by: 1 })),
      );
    expect(await counters.add('one-more', { by: 1 })).toMatchObject({
      applied: false,
      refused: 'full',
      value: 0,
    });
    expect(await counters.add('n7', { by: 1 })).toMatchObject({ applied: true, value: 2 });
    await counters.delete('n7');
    expect(await counters.add('one-more', { by: 1 })).toMatchObject({ applied: true });
  });

  test('readers see all of a call or nothing of it', async () => {
    const { counters } = fresh();
    const seen: number[] = [];
    const moves = Array.from({ length: 100 }, async () => {
      await counters.addMany([
        { name: 'from', by: -1 },
        { name: 'to', by: 1 },
      ]);
      const [from, to] = await counters.read(['from', 'to']);
      seen.push((from?.value ?? 0) + (to?.value ?? 0));
    });
    await Promise.all(moves);
    expect(seen).toEqual(Array(100).fill(0));
  });
});

describe('rates', () => {
  test('the minutes sum to what was added and taken', async () => {
    const { counters } = fresh();
    await withinOneMinute();
    await counters.add('a', { by: 5 });
    await counters.add('a', { by: -2 });
    await counters.add('a', { by: -9, floor: 0 });
    const [reading] = await counters.read(['a']);
    expect(reading?.series).toHaveLength(rateMinutes);
    expect(reading?.series.at(-1)).toMatchObject({ added: 5, taken: 2 });
    const net = reading?.series.reduce((sum, { added, taken }) => sum + added - taken, 0);
    expect(net).toBe(reading?.value);
  });

  test.each(['', '#', 'post:23', 'a\nb', 'x'.repeat(65)])(
    'a name that could be a field of another counter is refused: %j',
    async (name) => {
      const { prefix, counters } = fresh();
      await expect(counters.add(name, { by: 1 })).rejects.toThrow(RangeError);
      await expect(counters.read([name])).rejects.toThrow(RangeError);
      await expect(counters.delete(name)).rejects.toThrow(RangeError);
      expect(await redis.exists(`{${prefix}:counters}:all`)).toBe(0);
    },
  );

  test('a slot whose minute came round again is begun anew, and is not shown before', async () => {
    const { prefix, counters } = fresh();
    await withinOneMinute();
    const minute = Math.floor(Date.now() / 60_000);
    const ring = rateMinutes + 2;
    await counters.add('a', { by: 1 });
    const key = `{${prefix}:counters}:all`;
    await redis.hset(key, {
      [`a:${minute % ring}`]: `${minute - ring} 70 0`,
      [`a:${(minute - 1) % ring}`]: `${minute - 1 - ring} 90 0`,
    });
    const added = async () => (await counters.read(['a']))[0]?.series.map((point) => point.added);
    expect(await added()).toEqual(Array(rateMinutes).fill(0));
    await counters.add('a', { by: 2 });
    expect((await added())?.at(-1)).toBe(2);
  });
});

describe('resends', () => {
  test('with answers dropped at random, the total equals the calls', async () => {
    const { prefix, counters } = fresh();
    const random = randomOf(12);
    let inARow = 0;
    // At random, but never more often in a row than a call has attempts.
    const send = dropAnswers(createSend(), () => {
      inARow = random() < 0.4 && inARow < 2 ? inARow + 1 : 0;
      return inARow > 0;
    });
    const transport = createTransport({ ...requireRedisConfig(), send });
    const lossy = createCounters(createClient(transport), { prefix });
    for (let round = 0; round < 20; round++)
      await Promise.all(Array.from({ length: 5 }, () => lossy.add('a', { by: 1 })));
    await transport.close();
    expect(await valueOf(counters, 'a')).toBe(100);
  });

  test('the same id returns the first answer, a refusal too', async () => {
    const { counters } = fresh();
    const operationId = newOperationId();
    const refused = await counters.add('a', { by: -1, floor: 0 }, { operationId });
    await counters.add('a', { by: 5 });
    expect(await counters.add('a', { by: -1, floor: 0 }, { operationId })).toEqual(refused);
    expect(operationId.replayed).toBe(true);
    expect(await valueOf(counters, 'a')).toBe(5);
  });
});

test.each([NaN, Infinity, 0.5, 2 ** 53])(
  'a change by %d is refused, and changes nothing',
  async (by) => {
    const counters = createCounters(redis, { prefix: freshPrefix() });
    await expect(counters.add('n', { by })).rejects.toThrow(RangeError);
    await expect(counters.add('n', { by: 1, floor: by })).rejects.toThrow(RangeError);
    expect(await counters.read(['n'])).toMatchObject([{ value: 0 }]);
  },
);

test('500 buyers in four processes rush for 100 items: 100 get one, and none is sold twice', async () => {
  const { prefix, counters } = fresh();
  await counters.add('stock', { by: 100 });
  const shops = await Promise.all(Array.from({ length: 4 }, () => startProcess('buyer.ts')));
  const outcomes = (
    await Promise.all(shops.map((shop) => shop.ask<Outcome[]>({ prefix, buyers: 125 })))
  ).flat();

  const sold = outcomes.filter(({ applied }) => applied);
  expect(outcomes).toHaveLength(500);
  // Each buyer was told another number of items left: no two got the same one.
  expect(sold.map(({ value }) => value).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 100 }, (_, left) => left),
  );
  expect(outcomes.filter(({ refused }) => refused === 'floor')).toHaveLength(400);
  expect(await counters.read(['stock'])).toMatchObject([{ value: 0 }]);
});

test('random changes within random bounds equal a model', async () => {
  const { counters } = fresh();
  const random = randomOf(7);
  const model = new Map<string, number>();
  const pick = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  for (let step = 0; step < 300; step++) {
    const name = `c${pick(0, 3)}`;
    const by = pick(-9, 9) || 1;
    const [floor, ceiling] = [pick(-10, 0), pick(0, 10)];
    const before = model.get(name) ?? 0;
    const out = by < 0 ? before + by < floor : before + by > ceiling;
    if (!out) model.set(name, before + by);
    const outcome = await counters.add(name, { by, floor, ceiling });
    expect({ step, ...outcome }).toMatchObject({
      step,
      applied: !out,
      value: model.get(name) ?? 0,
    });
  }
});
