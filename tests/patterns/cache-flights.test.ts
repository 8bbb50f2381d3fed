import { describe, expect, test } from 'vitest';
import type { Reading } from '@/lib/patterns/cache';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { createSend } from '@/lib/redis/send';
import { connect, randomOf } from '../redis/support';
import { eventually, freshCaches, origin } from '../support/caches';
import { startProcess } from '../support/processes';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const fresh = freshCaches();

const statusesOf = (readings: readonly Reading<unknown>[]) => {
  const counts: Record<string, number> = {};
  for (const { status } of readings) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

describe('one load for all who miss at once', () => {
  test('in one process it is one claim too', async () => {
    const { traced } = fresh();
    const { cache, trace } = traced();
    const source = origin('v');
    const readings = await Promise.all(Array.from({ length: 50 }, () => cache.get('k', source)));
    expect(source.loads).toBe(1);
    expect(statusesOf(readings)).toEqual({ miss: 1, waited: 49 });
    expect(trace.counts.commands).toBeLessThan(50 + 12);
  });

  test('over two processes, and who comes later while it is loaded', async () => {
    const { process } = fresh();
    const caches = [process(), process()];
    const source = origin('v');
    const rush = () =>
      Array.from({ length: 25 }, (_, i) => caches[i % 2]!.get('k', { load: source.held }));
    const first = rush();
    await source.started;
    const second = rush();
    await caches[0]!.peek('another');
    source.release();
    const readings = await Promise.all([...first, ...second]);
    expect(source.loads).toBe(1);
    expect(statusesOf(readings).miss).toBe(1);
    expect(new Set(readings.map(({ value }) => value))).toEqual(new Set(['v']));
  });

  test('over two real processes, 50 at once', async () => {
    const { prefix } = fresh();
    const loads = `loads-${crypto.randomUUID()}`;
    const processes = await Promise.all([1, 2].map(() => startProcess('cache-reader.ts')));
    const readings = await Promise.all(
      processes.map((process) =>
        process.ask<Reading<number>[]>({ prefix, loads, readers: 25, loadMs: 300 }),
      ),
    );
    expect(await redis.getdel(loads)).toBe('1');
    // On a busy machine a process may come when it is stored already.
    const { miss, waited = 0, hit = 0 } = statusesOf(readings.flat());
    expect([miss, waited + hit]).toEqual([1, 49]);
    expect(readings.flat().every(({ value }) => value === 1)).toBe(true);
  });

  test('with a quarter of the answers lost, and it is stored', async () => {
    // A claim whose answer was lost must find itself: nobody could wait for its lease to run out.
    const { process } = fresh({ leaseMs: 60_000, waitMs: 60_000 });
    const random = randomOf(7);
    const send = dropAnswers(createSend(), () => random() < 1 / 4);
    const lossy = () => createClient(connect({ send, attempts: 30, timeoutMs: 15_000 }));
    for (let round = 0; round < 5; round++) {
      const caches = [process({}, lossy()), process({}, lossy())];
      const source = origin(round);
      const call = { ...source, load: source.load, tags: ['a'] };
      const readings = await Promise.all(
        Array.from({ length: 6 }, (_, i) => caches[i % 2]!.get(`k${round}`, call)),
      );
      expect(source.loads).toBe(1);
      const [loader] = readings.filter(({ status }) => status === 'miss');
      expect(loader?.stored).toBe('stored');
    }
  });
});

describe('the lease', () => {
  test('of a loader that was killed runs out, and another loads', async () => {
    const { prefix, process, key } = fresh();
    const dying = await startProcess('cache-reader.ts');
    const loads = `loads-${crypto.randomUUID()}`;
    await dying.ask({ prefix, loads, readers: 1, loadMs: Infinity, leaseMs: 4_000 });
    await dying.kill();
    const left = await redis.pttl(key('state'));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(4_000);

    const caches = [process(), process()];
    const source = origin('from another');
    const readings = await Promise.all(
      Array.from({ length: 10 }, (_, i) => caches[i % 2]!.get('k', source)),
    );
    expect(source.loads).toBe(1);
    expect(readings.every(({ value }) => value === 'from another')).toBe(true);
    expect(await redis.getdel(loads)).toBe('1');
  });

  test('of one that lives is renewed, however long it loads', async () => {
    const { process } = fresh({ leaseMs: 4_000 });
    const source = origin('v');
    let renewals = 0;
    const send = createSend();
    const counting = createClient(
      connect({
        send: Object.assign((request: Parameters<typeof send>[0]) => {
          if (request.body.includes('loading:')) renewals += 1;
          return send(request);
        }, send),
      }),
    );
    const loader = process({}, counting).get('k', { load: source.held });
    await source.started;
    const others = [process(), process()].map((cache) => cache.get('k', source));
    await eventually(() => renewals >= 5);
    source.release();
    expect(await loader).toMatchObject({ status: 'miss', stored: 'stored' });
    await Promise.all(others);
    expect(source.loads).toBe(1);
  });

  test('is not renewed past the time that a load may take', async () => {
    const { process } = fresh({ leaseMs: 60, loadTimeoutMs: 150, errorBackoffMs: 0 });
    const source = origin('v');
    let aborted: unknown;
    const hanging = process().get('k', {
      load: ({ signal }) =>
        new Promise(() => signal.addEventListener('abort', () => (aborted = signal.reason))),
    });
    const waiting = process().get('k', source);
    await expect(hanging).rejects.toMatchObject({ code: 'origin_unavailable' });
    expect(aborted).toMatchObject({ code: 'origin_unavailable' });
    expect(await waiting).toMatchObject({ value: 'v' });
    expect(source.loads).toBe(1);
  });
});

describe('a reader waits no longer than it was told', () => {
  test('then it gets what is old, or an error that says when to try again', async () => {
    const { process, letPass } = fresh({ graceMs: 60_000 });
    const old = origin('old');
    await process().get('k', old);
    await letPass(60_000);
    const source = origin('v');
    const loader = process().get('k', { load: source.held });
    const without = process().get('other', { load: source.held });
    await source.started;
    await eventually(() => source.loads === 2);

    const hasty = process({ waitMs: 30 });
    expect(await hasty.get('k', old)).toMatchObject({
      status: 'stale-if-error',
      reason: 'waited_too_long',
      value: 'old',
    });
    await expect(hasty.get('other', old)).rejects.toMatchObject({
      code: 'origin_unavailable',
      retryAfterSeconds: 1,
    });
    source.release();
    await Promise.all([loader, without]);
    expect(old.loads).toBe(1);
  });
});

describe('a stale value', () => {
  test('is served at once to all, over two processes, while one loads anew', async () => {
    const work: Promise<unknown>[] = [];
    const background = (later: () => Promise<unknown>) => void work.push(later());
    const { process, letPass } = fresh({ staleMs: 60_000, background });
    const caches = [process(), process()];
    const source = origin('old');
    await caches[0]!.get('k', source);
    await letPass(60_000);
    source.value = 'new';
    const call = { load: source.held };
    const rush = () =>
      Promise.all(Array.from({ length: 20 }, (_, i) => caches[i % 2]!.get('k', call)));
    const readings = [...(await rush()), ...(await rush())];
    expect(statusesOf(readings)).toEqual({ stale: 40 });
    expect(readings.filter(({ reason }) => reason === 'refresh_started')).toHaveLength(1);
    expect(new Set(readings.map(({ value }) => value))).toEqual(new Set(['old']));
    expect(source.loads).toBe(2);
    expect(work).toHaveLength(1);

    source.release();
    await Promise.all(work);
    expect(await caches[1]!.get('k', call)).toMatchObject({ status: 'hit', value: 'new' });
  });

  test('that was invalidated is not served', async () => {
    const { cache, letPass } = fresh({ staleMs: 60_000, graceMs: 60_000 });
    const call = { ...origin('old'), tags: ['a'] };
    await cache.get('k', call);
    await letPass(60_000);
    await cache.invalidate({ tags: ['a'] });
    expect(await cache.get('k', call)).toMatchObject({ status: 'miss', reason: 'invalidated' });
  });

  test('past its time is loaded before the answer, by one for all', async () => {
    const { process, letPass } = fresh({ staleMs: 1_000, graceMs: 60_000 });
    const source = origin('old');
    await process().get('k', source);
    await letPass(61_000);
    source.value = 'new';
    const caches = [process(), process()];
    const readings = await Promise.all(
      Array.from({ length: 10 }, (_, i) => caches[i % 2]!.get('k', source)),
    );
    expect(statusesOf(readings)).toEqual({ miss: 1, waited: 9 });
    expect(readings.find(({ status }) => status === 'miss')?.reason).toBe('expired');
    expect(source.loads).toBe(2);
  });
});
