import { describe, expect, onTestFinished, test } from 'vitest';
import { createPipeline, valueOf, type Batches, type Step } from '@/lib/patterns/pipeline';
import batchSource from '@/lib/patterns/pipeline/batch.lua' with { type: 'text' };
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { newOperationId } from '@/lib/redis/operation-id';
import { createTrace } from '@/lib/redis/record';
import { createScript } from '@/lib/redis/script';
import { createSend } from '@/lib/redis/send';
import { connect } from '../redis/support';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';
import { scan } from '../support/rooms';

const freshPrefix = freshPrefixes();
const { redis } = testRedis();

function fresh({ dropFirst = false } = {}) {
  const prefix = freshPrefix();
  const trace = createTrace();
  const send = dropAnswers(createSend(), (request) => dropFirst && request === 1);
  const client = createClient(connect({ send }), { trace });
  const key = (name: string) => `{${prefix}:g}:${name}`;
  onTestFinished(async () => {
    const keys = await scan(redis, `*${prefix}*`);
    if (keys.length > 0) await redis.unlink(...keys);
  });
  return { prefix, key, trace, batches: createPipeline(client, { prefix }) };
}

const once = () => ({ group: 'g', operationId: newOperationId() });
const fields = Array.from({ length: 60 }, (_, index) => `f${index}`);
/** Large enough that the gateway gives the batch a connection of its own: Redis serves readers meanwhile, if it may. */
const fill = (key: string, round: number): Step[] =>
  fields.map((field) => (batch) => batch.hset(key, { [field]: `${round}`.padEnd(5_000, '.') }));

describe('an argument that is the reply to an earlier command', () => {
  const run = (...args: (string | number)[]) =>
    createScript(batchSource).run<[kind: string, reply: unknown][]>(redis, { keys: [], args });

  test('may be OK', async () => {
    const { key } = fresh();
    const set = [5, 'SET', key('a'), 'x', 'PX', 60_000];
    const replies = await run(...set, '2 1:0', 'ECHO', '');
    expect(replies.at(-1)).toEqual(['value', 'OK']);
  });

  test('is missing where that had none: of several the first is told', async () => {
    const { key } = fresh();
    const get = [2, 'GET', key('none')];
    const replies = await run(...get, ...get, '3 1:0 2:1', 'SET', '', '');
    expect(replies.at(-1)).toEqual(['skipped', '0']);
  });
});

describe('a reader in another process', () => {
  /** What it saw while somebody wrote round after round. */
  async function watch(write: (our: Batches, key: string, round: number) => Promise<unknown>) {
    const { key, batches } = fresh();
    await batches.runAtomic(fill(key('h'), 0));
    const reader = await startProcess('reader.ts');
    const edges = [fields[0]!, fields.at(-1)!];
    const watching = reader.ask<{ torn: number; states: number }>({
      key: key('h'),
      fields: edges,
      looks: 150,
    });
    let isOver = false;
    void watching.then(() => (isOver = true));
    for (let round = 1; !isOver; round++) await write(batches, key('h'), round);
    return watching;
  }

  test.each(['MULTI/EXEC', 'script'])('sees all of an atomic batch or nothing: %s', async (how) => {
    const { torn, states } = await watch((batches, key, round) =>
      batches.runAtomic(fill(key, round), how === 'script' ? { once: once() } : {}),
    );
    expect(states).toBeGreaterThan(5);
    expect(torn).toBe(0);
  });

  test('sees the halves of what is sent in two chunks: the test can fail', async () => {
    const { torn } = await watch((batches, key, round) =>
      batches.run(fill(key, round), { maxCommands: 30 }),
    );
    expect(torn).toBeGreaterThan(0);
  });
});

describe('atomic batches', () => {
  test('are one round trip of n commands; with an id three more', async () => {
    const { batches, key, trace } = fresh();
    const steps = fill(key('h'), 1).slice(0, 5);
    await batches.runAtomic(steps);
    expect(trace.counts).toMatchObject({ roundTrips: 1, commands: 5 });
    await batches.runAtomic(steps, { once: once() });
    const before = { ...trace.counts };
    await batches.runAtomic(steps, { once: once() });
    expect(trace.counts.roundTrips - before.roundTrips).toBe(1);
    expect(trace.counts.commands - before.commands).toBe(5 + 3);
  });

  test.each([undefined, once()])(
    'a step that is refused undoes no other (once: %j)',
    async (id) => {
      const { batches, key } = fresh();
      await redis.set(key('text'), 'words');
      const results = await batches.runAtomic(
        [
          (batch) => batch.set(key('a'), 1),
          (batch) => batch.sadd(key('text'), 'x'),
          (batch) => batch.set(key('b'), 2),
        ],
        id && { once: id },
      );
      expect(results.map((result) => result.ok || result.reason)).toEqual([true, 'refused', true]);
      expect(await redis.mget(key('a'), key('b'))).toEqual(['1', '2']);
    },
  );

  test('a command that cannot be queued discards all of a MULTI/EXEC', async () => {
    const { batches, key } = fresh();
    const malformed = ((batch) => batch.get(...([] as unknown as [string]))) as Step;
    const results = await batches.runAtomic(
      [(batch) => batch.set(key('a'), 1), malformed, (batch) => batch.set(key('b'), 1)],
      { atLeastOnce: true },
    );
    for (const result of results)
      expect(result).toMatchObject({ ok: false, reason: 'refused', error: /EXECABORT/ });
    expect(await redis.exists(key('a'), key('b'))).toBe(0);
  });

  test('a lost answer applies once', async () => {
    const { batches, key } = fresh({ dropFirst: true });
    const results = await batches.runAtomic(
      [(batch) => batch.incr(key('n')), (batch) => batch.rpush(key('list'), 'a')],
      { once: once() },
    );
    expect(results).toEqual([
      { ok: true, value: 1 },
      { ok: true, value: 1 },
    ]);
    expect(await redis.get(key('n'))).toBe('1');
    expect(await redis.llen(key('list'))).toBe(1);
  });

  test('what a lost answer would apply twice is refused without an id', async () => {
    const { batches, key, trace } = fresh();
    await expect(batches.runAtomic([(batch) => batch.incr(key('n'))])).rejects.toMatchObject({
      code: 'invalid_request',
      fields: [{ field: 'steps/0', message: 'INCR twice is not once' }],
    });
    expect(trace.counts.roundTrips).toBe(0);
  });

  test('more than one moment should hold is refused', async () => {
    const { batches, key, trace } = fresh();
    const many = Array.from({ length: 1_001 }, (): Step => (batch) => batch.get(key('a')));
    const large: Step[] = [(batch) => batch.set(key('a'), 'x'.repeat(11 * 1024 * 1024))];
    for (const steps of [many, large])
      await expect(batches.runAtomic(steps)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(trace.counts.roundTrips).toBe(0);
  });

  test('a list too long for a script is refused before anything is sent', async () => {
    const { batches, key, trace } = fresh();
    const members = Array.from({ length: 8_000 }, String) as [string, ...string[]];
    await expect(
      batches.runAtomic([(batch) => batch.sadd(key('s'), ...members)], { once: once() }),
    ).rejects.toMatchObject({ fields: [{ field: 'steps/0' }] });
    expect(trace.counts.roundTrips).toBe(0);
  });
});

describe('dependent batches', () => {
  test('use replies to earlier steps, in one round trip', async () => {
    const { batches, key, trace } = fresh();
    const steps = [
      (batch) => batch.incr(key('sequence')),
      (batch, reply) => batch.hset(key('orders'), { [reply(0)]: 'a shirt' }),
      (batch, reply) => batch.hget<string>(key('orders'), reply(0)),
      (batch, reply) => batch.set(key('last'), reply(2)),
    ] as const satisfies Step[];
    await batches.runDependent(steps, { group: 'g' });
    const before = { ...trace.counts };
    const [sequence, , item] = await batches.runDependent(steps, { group: 'g' });
    expect([valueOf(sequence), valueOf(item)]).toEqual([2, 'a shirt']);
    expect(await redis.hgetall(key('orders'))).toEqual(['1', 'a shirt', '2', 'a shirt']);
    expect(await redis.get(key('last'))).toBe('a shirt');
    expect(trace.counts.roundTrips - before.roundTrips).toBe(1);
    expect(trace.counts.commands - before.commands).toBe(4 + 3);
  });

  test('an integer that Lua would round is told as such, and handed on to no step', async () => {
    const { batches, key } = fresh();
    await redis.set(key('n'), '9007199254740992');
    const results = await batches.runDependent(
      [
        (batch) => batch.incr(key('n')),
        (batch, reply) => batch.set(key('copy'), reply(0)),
        (batch) => batch.decrby(key('n'), 2),
        (batch, reply) => batch.set(key('exact'), reply(2)),
      ],
      { group: 'g' },
    );
    expect(results.map((result) => (result.ok ? result.value : result.reason))).toEqual([
      'inexact',
      'unsent',
      9_007_199_254_740_991,
      'OK',
    ]);
    expect(await redis.exists(key('copy'))).toBe(0);
    expect(await redis.get(key('exact'))).toBe('9007199254740991');
  });

  test('a step without its argument is not run, nor what depends on it', async () => {
    const { batches, key } = fresh();
    await redis.set(key('text'), 'words');
    const results = await batches.runDependent(
      [
        (batch) => batch.get(key('none')),
        (batch, reply) => batch.set(key('a'), reply(0)),
        (batch, reply) => batch.set(key('b'), reply(1)),
        (batch) => batch.incr(key('text')),
        (batch, reply) => batch.set(key('c'), reply(3)),
        (batch) => batch.lrange(key('list'), 0, -1),
        (batch, reply) => batch.set(key('d'), reply(5)),
        (batch) => batch.set(key('e'), 'runs'),
      ],
      { group: 'g' },
    );
    const kinds = results.map((result) => result.ok || result.reason);
    const [, a, b, text, c, , d, e] = kinds;
    expect([a, b, c, d]).toEqual(Array(4).fill('unsent'));
    expect([text, e]).toEqual(['refused', true]);
    expect(await redis.exists(key('a'), key('b'), key('c'), key('d'))).toBe(0);
  });

  test('a lost answer applies once, and the same id again gives the first outcomes', async () => {
    const { batches, key } = fresh({ dropFirst: true });
    const { operationId } = once();
    const steps = [
      (batch) => batch.incr(key('n')),
      (batch, reply) => batch.rpush(key('seen'), reply(0)),
    ] as const satisfies Step[];
    const first = await batches.runDependent(steps, { group: 'g', operationId });
    expect(await batches.runDependent(steps, { group: 'g', operationId })).toEqual(first);
    expect(await redis.lrange(key('seen'), 0, -1)).toEqual(['1']);
  });

  test('only an earlier step can be referred to, and only in a dependent batch', async () => {
    const { batches, key, trace } = fresh();
    for (const to of [0, 1, -1, 0.5])
      await expect(
        batches.runDependent([(batch, reply) => batch.set(key('a'), reply(to))], { group: 'g' }),
      ).rejects.toThrow(TypeError);
    const steps: Step[] = [
      (batch) => batch.get(key('a')),
      (batch, reply) => batch.set(key('b'), reply(0)),
    ];
    await expect(batches.run(steps)).rejects.toThrow(/runDependent/);
    await expect(batches.runAtomic(steps)).rejects.toThrow(/runDependent/);
    expect(trace.counts.roundTrips).toBe(0);
  });
});
