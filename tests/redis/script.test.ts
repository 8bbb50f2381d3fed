import { describe, expect, test } from 'vitest';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { newOperationId } from '@/lib/redis/operation-id';
import { createScript } from '@/lib/redis/script';
import { createSend } from '@/lib/redis/send';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { testRedis } from '../support/redis';

const { redis } = testRedis();

const ttlMs = 60_000;
const fresh = () => `script-test:{${crypto.randomUUID()}}`;
const once = (base: string, operationId = newOperationId()) => ({
  operationId,
  receipt: `${base}:receipt:${operationId.id}`,
  ttlMs,
});

/** Counts its runs, so that a second run shows, and returns what ARGV[1] says. */
const counting = (expression: string) =>
  createScript(
    `redis.call('INCR', KEYS[1]) redis.call('PEXPIRE', KEYS[1], 60000) return ${expression}`,
  );

describe('a receipt gives back the first answer', () => {
  test.each([
    ['an integer', '42', 42],
    ['a large integer as text', "'9007199254740993'", '9007199254740993'],
    ['an integer of sixteen digits', '9007199254740991', 9007199254740991],
    [
      'such integers in lists',
      '{{123456789012345}, -9007199254740991}',
      [[123456789012345], -9007199254740991],
    ],
    ['text', "'text'", 'text'],
    ['text that looks like JSON', `'{"a":1}'`, '{"a":1}'],
    ['text with quotes and unicode', `'"é日'`, '"é日'],
    ['the empty text', "''", ''],
    ['nothing', 'nil', null],
    ['false, which Redis has no word for', 'false', null],
    ['an empty list', '{}', []],
    ['a list', "{1, 'two', {3, 'four'}}", [1, 'two', [3, 'four']]],
    ['a list with a gap', "{1, false, 'three'}", [1, null, 'three']],
    ['what a command answered', "redis.call('INCRBY', KEYS[1], 6)", 7],
    ['a status', "redis.call('SET', KEYS[1], '1', 'KEEPTTL')", 'OK'],
  ])('%s', async (_, expression, expected) => {
    const base = fresh();
    const script = counting(expression);
    const operationId = newOperationId();
    const run = () => script.run(redis, { keys: [base], once: once(base, operationId) });

    expect(await run()).toEqual(expected);
    expect(operationId.replayed).toBe(false);
    const state = await redis.get(base);
    expect(await run()).toEqual(expected);
    expect(operationId.replayed).toBe(true);
    expect(await redis.get(base)).toBe(state);
  });
});

test('whichever answers are lost, each operation is carried out once', async () => {
  const script = counting("redis.call('GET', KEYS[1])");
  // Every pattern of lost and arrived answers over the first three requests.
  for (let pattern = 0; pattern < 2 ** 3; pattern++) {
    const base = fresh();
    const send = dropAnswers(createSend(), (request) => Boolean((pattern >> (request - 1)) & 1));
    const transport = createTransport({
      ...requireRedisConfig(),
      send,
      attempts: 5,
      timeoutMs: 15_000,
    });
    const lossy = createClient(transport);
    const results = [
      await script.run(lossy, { keys: [base], once: once(base) }),
      await script.run(lossy, { keys: [base], once: once(base) }),
    ];
    await transport.close();
    expect({ pattern, results, state: await redis.get(base) }).toEqual({
      pattern,
      results: ['1', '2'],
      state: '2',
    });
  }
});

test('many at once with one id run it once', async () => {
  const base = fresh();
  const operationId = newOperationId();
  const script = counting("redis.call('GET', KEYS[1])");
  const results = await Promise.all(
    Array.from({ length: 50 }, () =>
      script.run(redis, { keys: [base], once: once(base, { ...operationId }) }),
    ),
  );
  expect(new Set(results)).toEqual(new Set(['1']));
});

test('an error leaves no receipt, so that the id may be tried again', async () => {
  const base = fresh();
  const script = createScript(
    "if redis.call('EXISTS', KEYS[1]) == 0 then return redis.error_reply('NOTYET come back') end return 'done'",
  );
  const operation = once(base);
  await expect(script.run(redis, { keys: [base], once: operation })).rejects.toThrow('NOTYET');
  await redis.set(base, '1', { px: ttlMs });
  expect(await script.run(redis, { keys: [base], once: operation })).toBe('done');
});

test('a receipt goes when its time is up', async () => {
  const base = fresh();
  const operation = once(base);
  await counting('1').run(redis, { keys: [base], once: operation });
  const lives = await redis.pttl(operation.receipt);
  expect(lives).toBeGreaterThan(0);
  expect(lives).toBeLessThanOrEqual(ttlMs);
});

test('a script that Redis has forgotten is sent again', async () => {
  const script = createScript(`return '${crypto.randomUUID()}'`);
  const first = await script.run(redis, { keys: [fresh()] });
  await redis.scriptFlush();
  expect(await script.run(redis, { keys: [fresh()] })).toBe(first);
});

test('the trace counts what ran inside, for each of many callers on its own', async () => {
  const script = createScript(
    "for i = 1, tonumber(ARGV[1]) do redis.call('GET', KEYS[1]) end return redis.pcall('GET', KEYS[1])",
  );
  await script.run(redis, { keys: [fresh()], args: [0] });
  const counts = await Promise.all(
    Array.from({ length: 20 }, async (_, times) => {
      const { redis: own, trace } = testRedis();
      await script.run(own, { keys: [fresh()], args: [times] });
      return trace.counts.commands;
    }),
  );
  expect(counts).toEqual(Array.from({ length: 20 }, (_, times) => times + 2));
});
