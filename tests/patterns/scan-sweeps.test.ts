import { describe, expect, test } from 'vitest';
import { createSweeps, escapeGlob, type Sweeps } from '@/lib/patterns/scan';
import type { Sweep, SweepRequest } from '@/lib/patterns/scan/contract-sweeps';
import endSource from '@/lib/patterns/scan/end.lua' with { type: 'text' };
import { keys } from '@/lib/patterns/scan/keys';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { newOperationId } from '@/lib/redis/operation-id';
import { createTrace } from '@/lib/redis/record';
import { createScript } from '@/lib/redis/script';
import { createSend } from '@/lib/redis/send';
import { requireRedisConfig, sharedTransport } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { randomOf } from '../redis/support';
import { freshKeySpace } from '../support/key-space';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';
import type { SweepWork } from './processes/sweeper';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();
const owner = 'ann';

function fresh(options: { leaseMs?: number } = {}) {
  const prefix = freshPrefix();
  return { prefix, sweeps: createSweeps(redis, { prefix, ...options }) };
}

/** Keys acted on, as the holder of one lease has noted. */
async function noted(prefix: string, id: string, fence: number): Promise<number> {
  const note = await redis.get<string>(keys.progress({ prefix, id, fence }));
  return note === null ? 0 : (JSON.parse(note) as { acted: number }).acted;
}

async function finish(sweeps: Sweeps, id: string, maxPages = 32): Promise<Sweep> {
  for (;;) {
    const sweep = await sweeps.step(id, { budgetMs: 60_000, maxPages });
    if (sweep.status === 'done' || sweep.status === 'cancelled') return sweep;
    if (!sweep.stepped) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

type Wanted = Pick<SweepRequest, 'match' | 'action'> & Partial<SweepRequest>;

/** Begins a sweep as its owner would: after a dry run of it. */
async function begin(sweeps: Sweeps, wanted: Wanted): Promise<Sweep> {
  const dry = await sweeps.create({ ...wanted, dryRun: true }, { owner });
  await finish(sweeps, dry.id);
  return sweeps.create({ ...wanted, dryRun: false, dryRunId: dry.id }, { owner });
}

describe('a sweep', () => {
  test('a dry run counts, shows a sample and touches nothing', async () => {
    const { sweeps } = fresh();
    const { match, fill, left } = freshKeySpace();
    await fill(2_345);
    const { id } = await sweeps.create({ match, action: 'delete', dryRun: true }, { owner });
    const done = await finish(sweeps, id);
    expect(done).toMatchObject({ status: 'done', matched: 2_345, acted: 0, heldUntil: null });
    expect(done.examined).toBe(done.total);
    expect(done.sample).toHaveLength(20);
    expect(await left()).toHaveLength(2_345);
  });

  test('delete: all that match and nothing else, every one confirmed', async () => {
    const { sweeps } = fresh();
    const { base, fill, left } = freshKeySpace();
    await fill(1_500, 'go:');
    const stay = await fill(500, 'stay:');
    const { id } = await begin(sweeps, { match: `${base}go:*`, action: 'delete' });
    expect(await finish(sweeps, id)).toMatchObject({ matched: 1_500, acted: 1_500, skipped: 0 });
    expect((await left()).sort()).toEqual(stay.sort());
  });

  test('expire: sets an end, never a later one, and once', async () => {
    const { sweeps } = fresh();
    const { base, match, fill } = freshKeySpace();
    await fill(100);
    await redis.pexpire(`${base}7`, 10_000);
    const { id } = await begin(sweeps, { match, action: 'expire', ttlMs: 60_000 });
    expect(await finish(sweeps, id)).toMatchObject({ matched: 100, acted: 99, skipped: 1 });
    expect(await redis.pttl(`${base}7`)).toBeLessThanOrEqual(10_000);
    expect(await redis.pttl(`${base}8`)).toBeGreaterThan(50_000);
    const again = await begin(sweeps, { match, action: 'expire', ttlMs: 60_000 });
    expect(await finish(sweeps, again.id)).toMatchObject({ acted: 0, skipped: 100 });
  });

  test('only keys of one type, whatever they are called', async () => {
    const { sweeps } = fresh();
    const { base, match, fill, left } = freshKeySpace();
    const odd = ['*', '[x]', 'a\nb', 'n\0l', '"q"', '{t}:1', '}{', ' s ', '鍵', '🗝️', 'back\\'];
    for (const name of odd) await redis.hset(base + name, { a: 1 });
    await fill(10);
    const { id } = await begin(sweeps, { match, type: 'hash', action: 'delete' });
    expect(await finish(sweeps, id)).toMatchObject({ acted: odd.length, unreadable: 0 });
    expect(await left()).toHaveLength(10);
  });

  test('names that are no UTF-8 are counted and left alone, as is their replacement', async () => {
    const { sweeps } = fresh();
    const { base, match, left } = freshKeySpace();
    await redis.eval(`redis.call('SET', ARGV[1] .. '\\255', 'x')`, [], [base]);
    const { id } = await begin(sweeps, { match, action: 'delete' });
    expect(await finish(sweeps, id)).toMatchObject({ matched: 1, acted: 0, unreadable: 1 });
    expect(await left()).toHaveLength(1);
    await redis.eval(`redis.call('DEL', ARGV[1] .. '\\255')`, [], [base]);
  });

  test('never touches what sweeps themselves stand on', async () => {
    const { prefix, sweeps } = fresh();
    const { id } = await begin(sweeps, { match: `{${prefix}:sweeps}*`, action: 'delete' });
    const done = await finish(sweeps, id);
    expect(done).toMatchObject({ status: 'done', acted: 0 });
    expect(done.skipped).toBe(done.matched);
  });

  test('keys that come and go meanwhile: who stayed is gone, each acted on once', async () => {
    const { sweeps } = fresh();
    const { base, fill, drop } = freshKeySpace();
    const stayed = new Set(await fill(4_000, 'stay:'));
    const { id } = await begin(sweeps, { match: `${base}*`, action: 'expire', ttlMs: 3_600_000 });
    for (let step = 0; ; step++) {
      const { status } = await sweeps.step(id, { maxPages: 1 });
      if (status === 'done') break;
      if (step < 4) await fill(15_000, 'crowd:', step * 15_000);
      if (step === 6) await drop(60_000, 'crowd:');
    }
    const ends = await Promise.all([...stayed].map((key) => redis.pttl(key)));
    expect(ends.filter((ms) => ms < 3_500_000)).toEqual([]);
    const { acted, matched, skipped } = await sweeps.read(id);
    // Met twice, a key has its end already: what was acted on is what there was, and never more.
    expect(acted + skipped).toBe(matched);
    expect(acted).toBeGreaterThanOrEqual(4_000);
    expect(acted).toBeLessThanOrEqual(4_000 + 60_000);
  });
});

describe('what it asks before it acts', () => {
  const wanted = { match: 'none-such:*', action: 'delete', dryRun: false } as const;
  const unfit = { code: 'invalid_request', fields: [{ field: 'body/dryRunId' }] };

  test('a finished dry run of just the same, by the same owner', async () => {
    const { sweeps } = fresh();
    const dryRun = async (request: Wanted, who = owner) => {
      const { id } = await sweeps.create({ ...request, dryRun: true }, { owner: who });
      await finish(sweeps, id);
      return id;
    };
    const fit = await dryRun({ ...wanted });
    const unfinished = await sweeps.create({ ...wanted, dryRun: true }, { owner });
    for (const dryRunId of [
      undefined,
      'none',
      unfinished.id,
      await dryRun({ ...wanted, match: 'other:*' }),
      await dryRun({ ...wanted, type: 'hash' }),
      await dryRun({ ...wanted, action: 'expire', ttlMs: 1_000 }),
      await dryRun({ ...wanted }, 'ben'),
    ])
      await expect(
        sweeps.create({ ...wanted, ...(dryRunId && { dryRunId }) }, { owner }),
      ).rejects.toMatchObject(unfit);
    const real = await sweeps.create({ ...wanted, dryRunId: fit }, { owner });
    expect(real.status).toBe('ready');
    // The sweep itself is no dry run.
    await finish(sweeps, real.id);
    await expect(sweeps.create({ ...wanted, dryRunId: real.id }, { owner })).rejects.toMatchObject(
      unfit,
    );
  });

  test('it is the owner who may touch it, or one who may touch all', async () => {
    const { sweeps } = fresh();
    const { id } = await sweeps.create({ match: 'x*', action: 'count', dryRun: true }, { owner });
    const missing = { code: 'not_found' };
    for (const as of [{ owner: 'ben' }, { owner: ' ' }]) {
      await expect(sweeps.read(id, as)).rejects.toMatchObject(missing);
      await expect(sweeps.step(id, as)).rejects.toMatchObject(missing);
      await expect(sweeps.cancel(id, as)).rejects.toMatchObject(missing);
    }
    expect(await sweeps.read(id, { owner })).toMatchObject({ steps: 0 });
    expect(await sweeps.step(id)).toMatchObject({ stepped: true });
    await expect(sweeps.read('none')).rejects.toMatchObject(missing);
  });

  test('the same operation begins one sweep', async () => {
    const { sweeps } = fresh();
    const operationId = newOperationId();
    const request = { match: 'x*', action: 'count', dryRun: true } as const;
    const [one, other] = [
      await sweeps.create(request, { owner, operationId }),
      await sweeps.create(request, { owner, operationId }),
    ];
    expect(other).toEqual(one);
  });
});

describe('cancelled', () => {
  test('it does not go on, and stays cancelled', async () => {
    const { sweeps } = fresh();
    const { match, fill, left } = freshKeySpace();
    await fill(3_000);
    const { id } = await begin(sweeps, { match, action: 'delete' });
    await sweeps.step(id, { maxPages: 1 });
    const cancelled = await sweeps.cancel(id);
    expect(cancelled.status).toBe('cancelled');
    expect(await sweeps.step(id)).toMatchObject({ stepped: false, status: 'cancelled' });
    expect(await left()).toHaveLength(3_000 - cancelled.acted);
  });

  test('in the middle of a step, it ends at the next page', async () => {
    const { prefix, sweeps } = fresh();
    const { match, fill, left } = freshKeySpace();
    await fill(30_000);
    const { id } = await begin(sweeps, { match, action: 'delete' });
    const step = sweeps.step(id, { budgetMs: 60_000, maxPages: 1_000 });
    await expect.poll(() => noted(prefix, id, 1), { interval: 2 }).toBeGreaterThan(0);
    await sweeps.cancel(id);
    const ended = await step;
    expect(ended).toMatchObject({ status: 'cancelled', heldUntil: null });
    expect(ended.acted).toBe(30_000 - (await left()).length);
    expect(ended.acted).toBeLessThan(30_000);
  });

  test('one that is done stays done', async () => {
    const { sweeps } = fresh();
    const { id } = await sweeps.create({ match: 'x*', action: 'count', dryRun: true }, { owner });
    await finish(sweeps, id);
    expect(await sweeps.cancel(id)).toMatchObject({ status: 'done' });
  });
});

describe('two at once', () => {
  test('one works, the other is told until when', async () => {
    const { sweeps } = fresh();
    const { match, fill } = freshKeySpace();
    await fill(8_000);
    const { id } = await sweeps.create({ match, action: 'count', dryRun: true }, { owner });
    const calls = await Promise.all(
      Array.from({ length: 6 }, () => sweeps.step(id, { budgetMs: 60_000, maxPages: 3 })),
    );
    const [working, ...others] = calls.filter(({ stepped }) => stepped);
    expect(working).toMatchObject({ examined: 3_000, steps: 1 });
    expect(others).toEqual([]);
    const held = calls.filter(({ stepped }) => !stepped);
    expect(held.every(({ heldUntil }) => heldUntil! > Date.now() - 1_000)).toBe(true);
  });

  test('three processes step without pause: every key is counted once', async () => {
    const { prefix, sweeps } = fresh();
    const { match, fill, left } = freshKeySpace();
    await fill(12_000);
    const { id } = await begin(sweeps, { match, action: 'delete' });
    const crowd = await Promise.all([1, 2, 3].map(() => startProcess('sweeper.ts')));
    const work: SweepWork = { prefix, id, leaseMs: 10_000, budgetMs: 60_000, maxPages: 1 };
    const worked = await Promise.all(crowd.map((process) => process.ask<number>(work)));
    const sweep = await sweeps.read(id);
    expect(sweep).toMatchObject({ status: 'done', matched: 12_000, acted: 12_000, unconfirmed: 0 });
    expect(worked.reduce((sum, steps) => sum + steps, 0)).toBe(sweep.steps);
    expect(await left()).toEqual([]);
  });

  test('one whose lease ran out changes nothing of what its successor wrote', async () => {
    const { sweeps } = fresh({ leaseMs: 1 });
    const { match, fill } = freshKeySpace();
    await fill(6_000);
    const { id } = await sweeps.create({ match, action: 'count', dryRun: true }, { owner });
    // The first waits for its pages while the others take over and finish.
    const late = sweeps.step(id, { budgetMs: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 3));
    const done = await finish(sweeps, id);
    expect(done).toMatchObject({ matched: 6_000, steps: 1 });
    expect(await late).toMatchObject({ stepped: true });
    expect({ ...(await sweeps.read(id)), stepped: true }).toEqual(done);
  });
});

describe('the end of a step', () => {
  /** A sweep on which the second holder works, and what comes of it when a step ends. */
  async function held(status: 'running' | 'cancelled') {
    const { prefix, sweeps } = fresh();
    const { id } = await sweeps.create({ match: 'x*', action: 'count', dryRun: true }, { owner });
    const key = keys.sweep({ prefix, id });
    const stored = JSON.parse((await redis.get<string>(key))!) as object;
    const lease = { token: 'of the second', ends: Date.now() + 60_000 };
    const record = { ...stored, status, fence: 2, lease };
    await redis.set(key, JSON.stringify(record), { px: 60_000 });
    const end = async (fence: number): Promise<unknown> => {
      const args = [fence, JSON.stringify({ cursor: '0', matched: 7 }), 60_000];
      return JSON.parse(await createScript(endSource).run<string>(redis, { keys: [key], args }));
    };
    return { record, end };
  }

  test('that comes late changes nothing while another works', async () => {
    const { record, end } = await held('running');
    expect(await end(1)).toEqual(record);
    expect(await end(2)).toMatchObject({ status: 'done', matched: 7 });
  });

  test('of a sweep that was cancelled meanwhile leaves it cancelled, though it was the last', async () => {
    const { end } = await held('cancelled');
    expect(await end(2)).toMatchObject({ status: 'cancelled', matched: 7 });
  });
});

describe('killed', () => {
  test('a sweep over 100 000 keys is killed twice in the middle of a step, and finished', async () => {
    const { prefix, sweeps } = fresh({ leaseMs: 300 });
    const { base, fill, left } = freshKeySpace();
    const total = 100_000;
    await fill(total, 'go:');
    const stay = await fill(1_000, 'stay:');
    const { id } = await begin(sweeps, { match: `${escapeGlob(base)}go:*`, action: 'delete' });
    const work: SweepWork = { prefix, id, leaseMs: 300, budgetMs: 60_000, maxPages: 1_000 };

    for (const [fence, until] of [
      [1, 20_000],
      [2, 50_000],
    ] as const) {
      const victim = await startProcess('sweeper.ts');
      // It never answers: it is killed in the one long step that it is given.
      void victim.ask(work).catch(() => undefined);
      await expect.poll(() => noted(prefix, id, fence), { interval: 2 }).toBeGreaterThan(until);
      await victim.kill();
    }
    const done = await finish(sweeps, id);
    expect((await left()).sort()).toEqual(stay.sort());
    expect(done.status).toBe('done');
    expect(done.matched).toBe(total);
    expect(done.acted + done.unconfirmed).toBe(total);
    // Of each killed step one page at the most is without an answer.
    expect(done.unconfirmed).toBeLessThan(2 * 1_100);
  });

  test('with answers lost at random, nothing is missed and nothing counted twice', async () => {
    const { prefix, sweeps } = fresh();
    const { match, fill, left } = freshKeySpace();
    await fill(9_000);
    const { id } = await begin(sweeps, { match, action: 'delete' });
    const random = randomOf(5);
    let inARow = 0;
    const send = dropAnswers(createSend(), () => {
      inARow = random() < 0.4 && inARow < 2 ? inARow + 1 : 0;
      return inARow > 0;
    });
    const transport = createTransport({ ...requireRedisConfig(), send });
    const done = await finish(createSweeps(createClient(transport), { prefix }), id, 2);
    await transport.close();
    expect(await left()).toEqual([]);
    expect(done.matched).toBe(9_000);
    expect(done.acted + done.unconfirmed).toBe(9_000);
    expect(done.unconfirmed).toBeGreaterThan(0);
    expect(done.skipped).toBe(0);
  });
});

test('a page of 1 000 keys costs two round trips side by side, a command a key and four more', async () => {
  const { prefix, sweeps } = fresh();
  const { match, fill } = freshKeySpace();
  await fill(5_000);
  const { id } = await begin(sweeps, { match, action: 'delete' });
  const trace = createTrace();
  const watched = createSweeps(createClient(sharedTransport(), { trace }), { prefix });
  const { acted } = await watched.step(id, { budgetMs: 60_000, maxPages: 3 });
  // To begin 4, the first page 3 (with the size of the database, and which server answers), each further page's SCAN; each
  // page's note, look and server; to end 3.
  const commands = 4 + 3 + 2 + 3 * 3 + acted + 3;
  expect(trace.counts).toMatchObject({ roundTrips: 9, commands });
});
