import { describe, expect, test } from 'vitest';
import { createGuardedStore, createSchedule } from '@/lib/patterns/lock';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';
import type { Entry, LockReport, LockWork } from './processes/lock-worker';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

function fresh() {
  const prefix = freshPrefix();
  return { prefix, store: createGuardedStore(redis, { prefix }) };
}

describe('the guarded store', () => {
  test('takes what comes under the same fence or a higher one, and refuses a lower one', async () => {
    const { store } = fresh();
    expect(await store.read('a')).toEqual({ value: null, fence: null, writtenAt: null });
    const first = await store.write('a', { fence: 33, value: '00123' });
    expect(first).toEqual({ accepted: true, fence: 33, at: expect.any(Number), value: '00123' });
    expect(await store.write('a', { fence: 33, value: '-' })).toMatchObject({ accepted: true });
    const newer = await store.write('a', { fence: 34, value: '' });
    expect(await store.write('a', { fence: 33, value: 'late' })).toMatchObject({
      accepted: false,
      fence: 34,
      value: '',
    });
    expect(await store.read('a')).toEqual({ value: '', fence: 34, writtenAt: newer.at });
  });

  test('a fence that was shown by reading bars all lower ones, and changes nothing', async () => {
    const { store } = fresh();
    expect(await store.readToChange('a', 5)).toMatchObject({ accepted: true, value: null });
    expect(await store.read('a')).toEqual({ value: null, fence: 5, writtenAt: null });
    await store.write('a', { fence: 6, value: 'x\ny' });
    expect(await store.readToChange('a', 9)).toMatchObject({ accepted: true, value: 'x\ny' });
    expect(await store.readToChange('a', 8)).toMatchObject({ accepted: false, fence: 9 });
    expect(await store.write('a', { fence: 8, value: 'z' })).toMatchObject({ accepted: false });
    expect((await store.read('a')).value).toBe('x\ny');
  });

  test('takes what a grant gave, wherever the clock of Redis stands, and nothing that is no fence', async () => {
    const { store } = fresh();
    const later = (Date.now() + 3_600_000) * 1_000;
    expect(await store.write('a', { fence: later, value: 'x' })).toMatchObject({ accepted: true });
    for (const fence of [0, -1, 1.5, NaN, Infinity, 2 ** 53])
      await expect(store.write('b', { fence, value: 'x' })).rejects.toThrow(RangeError);
    expect(await store.read('b')).toMatchObject({ value: null, fence: null });
  });
});

test('three processes, clocks an hour apart, paused past their TTL at random: no two holders overlap in the store', async () => {
  const { prefix, store } = fresh();
  const rounds = 8;
  const workers = await Promise.all(
    Array.from({ length: 3 }, () => startProcess('lock-worker.ts')),
  );
  const reports = await Promise.all(
    workers.map((worker, index) => {
      const skewMs = [0, 3_600_000, -3_600_000][index]!;
      const work = { prefix, name: `w${index}`, seed: index + 1, rounds, ttlMs: 60, skewMs };
      return worker.ask<LockReport>(work satisfies LockWork);
    }),
  );
  const written = reports.flatMap((report) => report.written);
  const refused = reports.flatMap((report) => report.refused);
  const list = JSON.parse((await store.read('list')).value ?? '[]') as Entry[];

  await redis.unlink(`${prefix}-refusals`);
  expect(written.length + refused.length).toBeGreaterThanOrEqual(3 * rounds);
  expect(refused.length, 'some were paused too long').toBeGreaterThan(0);
  // Each accepted change was made of the one before it: none is lost, and the fences tell their order.
  expect(list).toEqual(written.toSorted((a, b) => a.fence - b.fence));
  expect(new Set(list.map(({ fence }) => fence)).size).toBe(list.length);
});

describe('a scheduled task', () => {
  test('of many calls in a minute one runs, whichever server it is', async () => {
    const { prefix } = fresh();
    const schedule = createSchedule(redis, { prefix });
    const outcomes: string[] = [];
    for (let round = 0; round < 3; round++) {
      const calls = ['one', 'two', 'three'].map((name) => schedule.run(name));
      outcomes.push(...(await Promise.all(calls)).map(({ outcome }) => outcome));
    }
    const { report, calls } = await schedule.history();
    const minutes = new Set(calls.map(({ at }) => Math.floor(at / 60_000))).size;
    // More than once only where the minute turned meanwhile.
    expect(outcomes.filter((outcome) => outcome === 'ran').length).toBeLessThanOrEqual(minutes);
    expect(outcomes).toContain('ran');
    expect(outcomes).toContain('running');
    expect(outcomes).toContain('done');
    expect(calls.map(({ outcome }) => outcome).toSorted()).toEqual(outcomes.toSorted());
    expect(report).toMatchObject({ keys: expect.any(Number), period: expect.any(Number) });
    expect(calls.find(({ outcome }) => outcome === 'ran')?.caller).toBe(report?.by);
  });

  test('runs where what is stored is no report', async () => {
    const { prefix, store } = fresh();
    const schedule = createSchedule(redis, { prefix });
    for (const value of ['oops', '{}', 'null', '{"period":"x"}']) {
      await store.write('schedule:key-count', { fence: 1, value });
      expect(await schedule.history()).toMatchObject({ report: null });
    }
    expect(await schedule.run('one')).toMatchObject({ outcome: 'ran', report: { by: 'one' } });
  });

  test('runs again in the next minute, and not in one that is before the last', async () => {
    const { prefix, store } = fresh();
    const schedule = createSchedule(redis, { prefix });
    const { report } = await schedule.run('one');
    const minute = report!.period;
    const rewrite = (period: number) =>
      store.write('schedule:key-count', {
        fence: report!.fence,
        value: JSON.stringify({ ...report, period }),
      });
    await rewrite(minute - 60_000);
    const next = await schedule.run('two');
    expect(next).toMatchObject({ outcome: 'ran', report: { by: 'two' } });
    await store.write('schedule:key-count', {
      fence: next.report!.fence,
      value: JSON.stringify({ ...next.report, period: minute + 600_000 }),
    });
    expect(await schedule.run('three')).toMatchObject({ outcome: 'done' });
  });
});
