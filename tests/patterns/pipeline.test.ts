import type { Pipeline } from '@upstash/redis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPipeline, type Step } from '@/lib/patterns/pipeline';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { newOperationId } from '@/lib/redis/operation-id';
import { createTrace } from '@/lib/redis/record';
import { createSend, type Send } from '@/lib/redis/send';
import { connect, randomOf, watchedSend } from '../redis/support';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';
import { scan } from '../support/rooms';
import type { Batch } from './processes/batcher';

const freshPrefix = freshPrefixes();
const { redis } = testRedis();

/** A prefix, a key of its group `g`, and batches over a wire that a test may tamper with. */
function fresh(send?: Send, options: { attempts?: number } = {}) {
  const prefix = freshPrefix();
  const trace = createTrace();
  const client = createClient(connect({ ...(send && { send }), ...options }), { trace });
  const group = `{${prefix}:g}`;
  // Keys of tests are no kind of the room; they go when the test ends.
  const key = (name: string) => `${group}:${name}`;
  onTestFinished(async () => {
    const keys = await scan(redis, `*${prefix}*`);
    if (keys.length > 0) await redis.unlink(...keys);
  });
  return { prefix, key, trace, client, batches: createPipeline(client, { prefix }) };
}

const times = (count: number, step: (index: number) => Step) =>
  Array.from({ length: count }, (_, index) => step(index));
const counts = async (key: string) => Number((await redis.get<string>(key)) ?? 0);
const once = () => ({ group: 'g', operationId: newOperationId() });

describe('independent batches', () => {
  test('results map one to one, errors included, and have the types of their commands', async () => {
    const { batches, key, trace } = fresh();
    const results = await batches.run([
      (batch) => batch.set(key('name'), 'Zoë'),
      (batch) => batch.sadd(key('name'), 'a'),
      (batch) => batch.get<string>(key('name')),
      (batch) => batch.hset(key('user'), { name: 'Ann', email: 'ann@example.com' }),
      (batch) => batch.get(key('none')),
    ]);
    const [set, sadd, get, hset, none] = results;
    const text: string | null | undefined = get.ok ? get.value : undefined;
    const fields: number | undefined = hset.ok ? hset.value : undefined;
    // @ts-expect-error GET gives a string or null
    const wrong: number | undefined = get.ok ? get.value : undefined;
    expect([text, fields, wrong]).toEqual(['Zoë', 2, 'Zoë']);
    expect(set).toEqual({ ok: true, value: 'OK' });
    expect(sadd).toEqual({
      ok: false,
      reason: 'refused',
      error: expect.stringMatching(/^WRONGTYPE/),
    });
    expect(none).toEqual({ ok: true, value: null });
    expect(trace.counts).toMatchObject({ roundTrips: 1, commands: 5 });
  });

  test('no steps ask nothing', async () => {
    const { batches, trace } = fresh();
    expect(await batches.run([])).toEqual([]);
    expect(await batches.runAtomic([])).toEqual([]);
    expect(trace.counts.roundTrips).toBe(0);
  });

  test('n commands take ⌈n / chunk⌉ round trips, in their order', async () => {
    const { batches, key, trace } = fresh();
    const results = await batches.run(times(1_201, (i) => (batch) => batch.set(key('last'), i)));
    expect(results).toHaveLength(1_201);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(trace.counts).toMatchObject({ roundTrips: 3, commands: 1_201 });
    expect(await counts(key('last'))).toBe(1_200);
  });

  test('a step that is not one command is refused before anything is sent', async () => {
    const { batches, key, trace } = fresh();
    const two = ((batch: Pipeline<[]>) =>
      batch.set(key('a'), 1).set(key('b'), 1)) as unknown as Step;
    const none = ((batch: Pipeline<[]>) => batch) as unknown as Step;
    for (const step of [two, none]) await expect(batches.run([step])).rejects.toThrow(/Step 0/);
    expect(trace.counts.roundTrips).toBe(0);
  });

  test('progress tells how far it is, and how many failed', async () => {
    const { batches, key } = fresh();
    await redis.sadd(key('set'), 'a');
    const seen: unknown[] = [];
    await batches.run(
      times(5, (i) => (batch) => batch.getrange(key(i === 1 ? 'set' : 'text'), 0, -1)),
      { maxCommands: 2, onProgress: (progress) => seen.push({ ...progress }) },
    );
    expect(seen).toEqual([
      { done: 2, failed: 1, total: 5 },
      { done: 4, failed: 1, total: 5 },
      { done: 5, failed: 1, total: 5 },
    ]);
  });
});

describe('chunks', () => {
  test('are cut by the bytes that travel, whatever the characters', async () => {
    const { send, requests } = watchedSend();
    const { batches, key } = fresh(send);
    const characters = ['a', 'é', '€', '😀', '"', '\n', '\u0001'];
    const random = randomOf(3);
    const steps = times(120, (i) => {
      const text = characters[i % 7]!.repeat(Math.ceil(random() * 400));
      return (batch) => batch.hset(key('h'), { [`f${i}`]: text });
    });
    const maxBytes = 4_000;
    expect((await batches.run(steps, { maxBytes })).every(({ ok }) => ok)).toBe(true);
    const bodies = requests.map(({ body }) => ({
      bytes: Buffer.byteLength(body),
      items: JSON.parse(body) as unknown[],
    }));
    expect(bodies.length).toBeGreaterThan(10);
    bodies.forEach(({ bytes }, at) => {
      expect(bytes).toBeLessThanOrEqual(maxBytes);
      // None was cut too early: the next command did not fit any more.
      const next = bodies[at + 1]?.items[0];
      if (next !== undefined)
        expect(bytes + Buffer.byteLength(JSON.stringify(next)) + 1).toBeGreaterThan(maxBytes);
    });
  });

  test('a giant travels alone, and what no server takes is unsent, with its place', async () => {
    const { batches, key, trace } = fresh();
    const giant = 'x'.repeat(3 * 1024 * 1024);
    const monster = '€'.repeat(4 * 1024 * 1024);
    const results = await batches.run([
      (batch) => batch.set(key('a'), 'small'),
      (batch) => batch.set(key('b'), giant),
      (batch) => batch.set(key('c'), monster),
      (batch) => batch.set(key('d'), 'small'),
    ]);
    expect(results.map((result) => result.ok || result.reason)).toEqual([
      true,
      true,
      'unsent',
      true,
    ]);
    expect(trace.counts.roundTrips).toBe(3);
    expect(await redis.strlen(key('b'))).toBe(giant.length);
    expect(await redis.exists(key('c'))).toBe(0);
  });

  test('a batch larger than the server takes in one request passes, where one pipeline is refused', async () => {
    const { batches, client, key } = fresh();
    const steps = times(14, (i) => (batch) => batch.set(key(`big${i}`), 'x'.repeat(1_000_000)));
    const whole = client.pipeline();
    for (const step of steps) step(whole as never, String);
    await expect(whole.exec()).rejects.toThrow(/10485760|too large|exceed/i);
    const results = await batches.run(steps);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(await redis.strlen(key('big13'))).toBe(1_000_000);
  });
});

describe('what a lost answer would carry out twice', () => {
  test.each<[string, boolean, (key: string) => Step]>([
    ['SET', true, (key) => (batch) => batch.set(key, 'nx', { ex: 9 })],
    ['SET NX', false, (key) => (batch) => batch.set(key, 1, { nx: true })],
    ['SET GET', false, (key) => (batch) => batch.set(key, 1, { get: true })],
    ['INCR', false, (key) => (batch) => batch.incr(key)],
    ['RPUSH', false, (key) => (batch) => batch.rpush(key, 1)],
    ['ZADD', true, (key) => (batch) => batch.zadd(key, { score: 1, member: 'GT' })],
    [
      'ZADD GT',
      false,
      (key) => (batch) => batch.zadd(key, { gt: true }, { score: 1, member: 'm' }),
    ],
    [
      'ZADD INCR',
      false,
      (key) => (batch) => batch.zadd(key, { incr: true }, { score: 1, member: 'm' }),
    ],
    ['EXPIRE', true, (key) => (batch) => batch.expire(key, 9)],
    ['EXPIRE NX', false, (key) => (batch) => batch.expire(key, 9, 'NX')],
    ['SPOP', false, (key) => (batch) => batch.spop(key)],
    ['EVAL', false, (key) => (batch) => batch.eval('return 1', [key], [])],
  ])('%s, repeatable: %s', async (_, repeatable, stepFor) => {
    const { batches, key, trace } = fresh();
    const run = () => batches.run([(batch) => batch.get(key('a')), stepFor(key('b'))]);
    if (repeatable) return expect(await run()).toMatchObject([{ ok: true }, { ok: true }]);
    await expect(run()).rejects.toMatchObject({
      code: 'invalid_request',
      fields: [{ field: 'steps/1' }],
    });
    expect(trace.counts.roundTrips).toBe(0);
    expect(await batches.run([stepFor(key('b'))], { atLeastOnce: true })).toMatchObject([
      { ok: true },
    ]);
  });

  test.each([1, 2, 3, 4])(
    'once: the answer to chunk %i is lost, and it applies once',
    async (lost) => {
      const { batches, key } = fresh(dropAnswers(createSend(), (request) => request === lost));
      const results = await batches.run(
        times(20, () => (batch) => batch.incr(key('n'))),
        { maxCommands: 5, once: once() },
      );
      expect(results.map((result) => result.ok && result.value)).toEqual(times20);
      expect(await counts(key('n'))).toBe(20);
    },
  );
  const times20 = Array.from({ length: 20 }, (_, index) => index + 1);

  test('without it the same loss counts twice: the test can fail', async () => {
    const { batches, key } = fresh(dropAnswers(createSend(), (request) => request === 1));
    await batches.run(
      times(5, () => (batch) => batch.incr(key('n'))),
      { atLeastOnce: true },
    );
    expect(await counts(key('n'))).toBe(10);
  });

  test('the same id returns the first outcomes; cut otherwise it is another request', async () => {
    const { batches, key } = fresh();
    const identity = once();
    const steps = times(6, () => (batch) => batch.incr(key('n')));
    const first = await batches.run(steps, { once: identity, maxCommands: 4 });
    expect(await batches.run(steps, { once: identity, maxCommands: 4 })).toEqual(first);
    expect(await counts(key('n'))).toBe(6);
    await expect(batches.run(steps, { once: identity, maxCommands: 5 })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(await counts(key('n'))).toBe(6);
  });

  test('replies keep their digits, types and emptiness through a receipt', async () => {
    const { batches, key } = fresh();
    const identity = once();
    const steps = [
      (batch) => batch.incrby(key('n'), 123_456_789_012_345),
      (batch) => batch.get(key('none')),
      (batch) => batch.set(key('s'), 'Zoë "€"'),
      (batch) => batch.mget(key('s'), key('none')),
      (batch) => batch.lrange(key('l'), 0, -1),
      (batch) => batch.sadd(key('s'), 'a'),
    ] as const satisfies Step[];
    const expected = [
      { ok: true, value: 123_456_789_012_345 },
      { ok: true, value: null },
      { ok: true, value: 'OK' },
      { ok: true, value: ['Zoë "€"', null] },
      { ok: true, value: [] },
      { ok: false, reason: 'refused', error: expect.stringMatching(/^WRONGTYPE/) },
    ];
    expect(await batches.run(steps, { once: identity })).toEqual(expected);
    expect(await batches.run(steps, { once: identity })).toEqual(expected);
  });

  test('a key outside the group is refused, with its step', async () => {
    const { batches, key, trace } = fresh();
    await expect(
      batches.run([(batch) => batch.incr(key('a')), (batch) => batch.incr('elsewhere')], {
        once: once(),
      }),
    ).rejects.toMatchObject({ code: 'invalid_request', fields: [{ field: 'steps/1' }] });
    expect(trace.counts.roundTrips).toBe(0);
  });

  test('every key of a command is of the group, not only its first', async () => {
    const { batches, key, trace } = fresh();
    const steps: Step[] = [
      (batch) => batch.mset({ [key('a')]: 1, elsewhere: 2 }),
      (batch) => batch.del(key('a'), 'elsewhere'),
      (batch) => batch.rename(key('a'), 'elsewhere'),
      (batch) => batch.zunionstore(key('a'), 2, [key('b'), 'elsewhere']),
      (batch) => batch.bitop('and', key('a'), key('b'), 'elsewhere'),
      (batch) => batch.set(`elsewhere${key('a')}`, 1),
      (batch) => batch.eval('return 1', [key('a'), 'elsewhere'], []),
    ];
    await expect(batches.run(steps, { once: once() })).rejects.toMatchObject({
      code: 'invalid_request',
      fields: steps.map((_, index) => ({ field: `steps/${index}` })),
    });
    expect(trace.counts.roundTrips).toBe(0);
    const whole = await batches.run([(batch) => batch.mset({ [key('a')]: 1, [key('b')]: 2 })], {
      once: once(),
    });
    expect(whole).toMatchObject([{ ok: true }]);
  });

  test('random batches with random losses equal a model', async () => {
    const random = randomOf(41);
    let inARow = 0;
    const send = dropAnswers(createSend(), () => {
      inARow = random() < 0.35 && inARow < 2 ? inARow + 1 : 0;
      return inARow > 0;
    });
    const { batches, key } = fresh(send);
    const model = { n: 0, list: [] as string[], text: '' };
    for (let round = 0; round < 8; round++) {
      const steps = times(1 + Math.floor(random() * 12), (i) => {
        const kind = Math.floor(random() * 3);
        const text = `${round}.${i} `;
        if (kind === 0) model.n += i;
        if (kind === 1) model.list.push(text);
        if (kind === 2) model.text += text;
        return (batch) =>
          kind === 0
            ? batch.incrby(key('n'), i)
            : kind === 1
              ? batch.rpush(key('list'), text)
              : batch.append(key('text'), text);
      });
      await batches.run(steps, { once: once(), maxCommands: 1 + Math.floor(random() * 5) });
    }
    expect(await counts(key('n'))).toBe(model.n);
    expect(await redis.lrange(key('list'), 0, -1)).toEqual(model.list);
    expect(await redis.get(key('text'))).toBe(model.text);
  });

  test('a process killed half-way is taken over under the same id: each step applies once', async () => {
    const { prefix, batches, key } = fresh();
    const work: Batch = { prefix, id: crypto.randomUUID(), steps: 2_000, maxCommands: 10 };
    const process = await startProcess('batcher.ts');
    expect(await process.ask(work)).toBe('busy');
    await process.kill();
    const before = await counts(key('count'));
    expect(before).toBeGreaterThanOrEqual(30);
    expect(before).toBeLessThan(2_000);
    const results = await batches.run(
      times(work.steps, () => (batch) => batch.incr(key('count'))),
      { maxCommands: 10, once: { group: 'g', operationId: { id: work.id, fingerprint: '' } } },
    );
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(await counts(key('count'))).toBe(2_000);
  });
});

describe('failures', () => {
  test('only what failed is sent again', async () => {
    const { send, requests } = watchedSend();
    const { batches, key } = fresh(send);
    await redis.set(key('wrong'), 'text');
    const results = await batches.run(
      times(6, (i) => (batch) => batch.sadd(key(i % 3 === 0 ? 'wrong' : 'right'), `m${i}`)),
      {
        retry: {
          times: 2,
          // What stood in the way is cleared up before the next round.
          when: (error) => {
            void redis.unlink(key('wrong'));
            return error.startsWith('WRONGTYPE');
          },
        },
      },
    );
    expect(results.every(({ ok }) => ok)).toBe(true);
    const sent = requests.map(({ body }) => (JSON.parse(body) as string[][]).map(([, , m]) => m));
    expect(sent.slice(0, 2)).toEqual([
      ['m0', 'm1', 'm2', 'm3', 'm4', 'm5'],
      ['m0', 'm3'],
    ]);
  });

  test('an error that will not pass is not tried again', async () => {
    const { batches, key, trace } = fresh();
    await redis.set(key('text'), 'words');
    const results = await batches.run([(batch) => batch.sadd(key('text'), 'a')], {
      retry: { times: 3 },
    });
    expect(results).toMatchObject([{ ok: false, reason: 'refused' }]);
    expect(trace.counts.roundTrips).toBe(1);
  });

  test('where no answer comes, its chunk is unanswered and the rest unsent; the same id finishes it', async () => {
    const identity = once();
    const { prefix, key, batches } = fresh(
      dropAnswers(createSend(), (n) => n >= 2),
      {
        attempts: 1,
      },
    );
    const steps = times(12, () => (batch) => batch.incr(key('n')));
    const results = await batches.run(steps, { maxCommands: 4, once: identity });
    expect(results.map((result) => result.ok || result.reason)).toEqual([
      ...Array(4).fill(true),
      ...Array(4).fill('unanswered'),
      ...Array(4).fill('unsent'),
    ]);
    // The chunk without an answer was carried out all the same.
    expect(await counts(key('n'))).toBe(8);
    const again = await createPipeline(redis, { prefix }).run(steps, {
      maxCommands: 4,
      once: identity,
    });
    expect(again.every(({ ok }) => ok)).toBe(true);
    expect(await counts(key('n'))).toBe(12);
  });

  test('a chunk without an answer is sent again as it was', async () => {
    const { key, batches } = fresh(
      dropAnswers(createSend(), (n) => n === 2),
      { attempts: 1 },
    );
    const results = await batches.run(
      times(9, () => (batch) => batch.incr(key('n'))),
      { maxCommands: 3, once: once(), retry: { times: 1 } },
    );
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(await counts(key('n'))).toBe(9);
  });

  test('a signal ends it between chunks', async () => {
    const { key, batches, trace } = fresh();
    const abort = new AbortController();
    const results = await batches.run(
      times(9, (i) => (batch) => batch.set(key(`k${i}`), i)),
      { maxCommands: 3, signal: abort.signal, onProgress: () => abort.abort() },
    );
    expect(results.map((result) => result.ok || result.reason)).toEqual([
      ...Array(3).fill(true),
      ...Array(6).fill('unsent'),
    ]);
    expect(trace.counts.roundTrips).toBe(1);
  });

  test('a signal does not wait for the chunk that is under way', async () => {
    const abort = new AbortController();
    const real = createSend();
    const silent: Send = async (request) => {
      await real(request);
      abort.abort();
      return new Promise(() => undefined);
    };
    silent.close = () => real.close!();
    const { key, batches } = fresh(silent, { attempts: 1 });
    const results = await batches.run([(batch) => batch.set(key('a'), 1)], {
      signal: abort.signal,
    });
    expect(results).toMatchObject([{ ok: false, reason: 'unanswered' }]);
  });
});
