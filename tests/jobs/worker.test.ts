import { describe, expect, onTestFinished, test } from 'vitest';
import type { RunningOptions } from '@/lib/jobs/running';
import { createBell } from '@/lib/jobs/bell';
import { runWorker, usualSleepMs, type WorkerOptions } from '@/lib/jobs/worker';
import { createSubscribe } from '@/lib/patterns/chat';
import { createQueue } from '@/lib/patterns/queue';
import { createClient } from '@/lib/redis/client';
import { newOperationId } from '@/lib/redis/operation-id';
import { createTrace } from '@/lib/redis/record';
import { requireRedisConfig, sharedTransport } from '@/lib/redis/shared';
import { connect, createCable } from '../redis/support';
import { countCommands } from '../support/commands';
import { freshQueues } from '../support/queues';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const fresh = freshQueues();

type Run = RunningOptions['run'];
const doneAfter =
  (ms: number): Run =>
  async ({ id, token }) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return { id, token, outcome: 'done' };
  };

/** Waits for the signal, as work does that heeds it, and gives the job back. */
const untilStopped: Run = ({ id, token }, { signal }) =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ id, token, outcome: 'released' }));
  });

/** A worker of which a test says only what matters to it. */
function start(options: Partial<WorkerOptions> & Pick<WorkerOptions, 'queue'>, graceMs = 1_000) {
  const stop = new AbortController();
  const worker = runWorker(
    { name: 'test', concurrency: 5, run: doneAfter(0), ...options },
    { signal: stop.signal, graceMs },
  );
  onTestFinished(async () => {
    stop.abort();
    await worker.catch(() => undefined);
  });
  return {
    worker,
    stop: () => {
      stop.abort();
      return worker;
    },
  };
}

const jobs = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ name: 'a', id: `j${n}` }));
/** A promise, and what settles it. */
function withResolvers<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
const never = new AbortController().signal;

test('does all that is due, never more at a time than it has hands, and says when there is more', async () => {
  const { queue } = fresh();
  await queue.enqueueMany([...jobs(40), { name: 'a', delayMs: 60_000 }]);
  let busy = 0;
  let most = 0;
  const run: Run = async (job, options) => {
    most = Math.max(most, ++busy);
    const outcome = await doneAfter(1)(job, options);
    busy--;
    return outcome;
  };
  const limits = { signal: never, graceMs: 0, untilIdle: true };
  const totals = await runWorker({ queue, run, name: 'test', concurrency: 8 }, limits);
  expect(totals).toMatchObject({ claimed: 40, done: 40, retried: 0, dead: 0, stale: 0 });
  expect(totals.nextDueMs).toBeGreaterThan(50_000);
  expect(most).toBe(8);
  expect(await queue.stats()).toMatchObject({ done: 40, delayed: 1, active: 0 });
});

test('sleeps till the next job is due, and asks nothing meanwhile', async () => {
  const { prefix, queue } = fresh();
  await queue.enqueue({ name: 'a', delayMs: 400 });
  const trace = createTrace();
  const watched = createQueue(createClient(sharedTransport(), { trace }), { prefix, name: 'test' });
  const ended = withResolvers<void>();
  const run: Run = async (job, options) => {
    ended.resolve();
    return doneAfter(0)(job, options);
  };
  const { stop } = start({ queue: watched, run });
  await ended.promise;
  expect(await stop()).toMatchObject({ done: 1 });
  // One that finds nothing, one or two that find the job (timers may be early), one that says it is done.
  expect(trace.counts.roundTrips).toBeLessThanOrEqual(4);
});

describe('with nothing to do', () => {
  /** So long that a test which waits for it fails. */
  const sleepMs = { first: 600_000, longest: 600_000, longestWithBell: 600_000 };

  /** A worker that is asleep and hears the bell. */
  async function asleep() {
    const { prefix, queue } = fresh();
    const jobsKey = `{${prefix}:queue:test}:jobs`;
    const trace = createTrace();
    const watched = createQueue(createClient(sharedTransport(), { trace }), {
      prefix,
      name: 'test',
    });
    const bell = createBell(createSubscribe(requireRedisConfig()), queue.channel);
    onTestFinished(() => bell.close());
    const taken: string[] = [];
    const run: Run = async (job, options) => {
      taken.push(job.id);
      return doneAfter(0)(job, options);
    };
    start({ queue: watched, bell, sleepMs, run });
    // The claim with which it says that it listens.
    await expect.poll(() => redis.hget(jobsKey, '#bell')).not.toBeNull();
    return { queue, taken, trace, jobsKey };
  }

  test('it sleeps, and is woken by what is added', async () => {
    const { queue, taken, trace } = await asleep();
    // The answer to the claim that said so may still be on its way.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const before = trace.counts.roundTrips;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(trace.counts.roundTrips).toBe(before);
    await queue.enqueueMany(jobs(2));
    await expect.poll(() => taken).toEqual(['j0', 'j1']);
  });

  test('it wakes when a job that was added meanwhile is due, and not before', async () => {
    const { queue, taken } = await asleep();
    await queue.enqueue({ name: 'a', id: 'later', delayMs: 300 });
    await expect.poll(() => taken).toEqual(['later']);
  });

  test('it is woken by a job that is promoted', async () => {
    const { queue, taken } = await asleep();
    await queue.enqueue({ name: 'a', id: 'x', delayMs: 3_600_000 });
    await queue.promote(['x']);
    await expect.poll(() => taken).toEqual(['x']);
  });

  test('it is woken by a job that is to run once more', async () => {
    const { queue, taken } = await asleep();
    await queue.enqueue({ name: 'a', id: 'x' });
    await expect.poll(async () => (await queue.read('x'))?.state).toBe('done');
    await queue.retry(['x']);
    await expect.poll(() => taken).toEqual(['x', 'x']);
  });

  test('it is woken by the end of a pause', async () => {
    const { queue, taken } = await asleep();
    await queue.pause();
    await queue.enqueue({ name: 'a', id: 'x' });
    await queue.resume({ operationId: newOperationId() });
    await expect.poll(() => taken).toEqual(['x']);
  });

  test('it is woken at the end of a lease whose holder is gone', async () => {
    const { queue, taken, jobsKey } = await asleep();
    // Added unheard, so that the other one is first.
    const till = await redis.hget<string>(jobsKey, '#bell');
    await redis.hdel(jobsKey, '#bell');
    await queue.enqueue({ name: 'a', id: 'x' });
    await redis.hset(jobsKey, { '#bell': till });
    expect((await queue.claim({ leaseMs: 200 })).jobs).toHaveLength(1);
    await expect.poll(() => taken).toEqual(['x']);
  });

  test('it is woken by a job that is given back', async () => {
    const { queue, taken, jobsKey } = await asleep();
    const till = await redis.hget<string>(jobsKey, '#bell');
    await redis.hdel(jobsKey, '#bell');
    await queue.enqueue({ name: 'a', id: 'x' });
    const [job] = (await queue.claim()).jobs;
    await redis.hset(jobsKey, { '#bell': till });
    await queue.settle([{ id: 'x', token: job!.token, outcome: 'released' }]);
    await expect.poll(() => taken).toEqual(['x']);
  });

  test('nobody pays for the bell while nobody listens', async () => {
    const { queue } = fresh();
    const add = (id: string) =>
      countCommands(redis, async () => void (await queue.enqueue({ name: 'a', id })));
    // A first one, for a Redis that has not seen the script.
    await add('first');
    const before = await add('a');
    await queue.claim({ listens: true });
    expect(await add('b')).toBe(before + 1);
  });

  test('it costs less than 100 000 commands a month', async () => {
    const { queue } = fresh();
    const count = () =>
      countCommands(redis, async () => void (await queue.claim({ most: 5, listens: true })));
    const first = await count();
    const later = await count();
    // The first of them says that it listens and tidies up; that is due again after five and ten minutes.
    const claims = (30 * 86_400_000) / usualSleepMs.longestWithBell;
    expect(claims * ((first + later) / 2 + 1)).toBeLessThan(100_000);
  });
});

describe('a lease', () => {
  test('is held on for as long as the work takes, progress told', async () => {
    const { queue } = fresh();
    await queue.enqueueMany(jobs(2));
    // Three signs of life after the first, which tells the progress, are more than one lease.
    const enough = withResolvers<void>();
    let signs = 0;
    const watched = {
      ...queue,
      renew: async (leases: Parameters<typeof queue.renew>[0]) => {
        const ends = await queue.renew(leases);
        if (++signs === 4) enough.resolve();
        return ends;
      },
    };
    const run: Run = async (job, options) => {
      options.progress(30, 'on its way');
      await enough.promise;
      return doneAfter(0)(job, options);
    };
    const { worker, stop } = start({ queue: watched, run, leaseMs: 6_000 });
    await expect.poll(async () => (await queue.read('j0'))?.progress?.percent).toBe(30);
    await expect.poll(async () => (await queue.stats()).done).toBe(2);
    await stop();
    expect(await worker).toMatchObject({ claimed: 2, done: 2, stale: 0 });
    expect((await queue.read('j0'))?.attempt).toBe(1);
  });

  test('that is lost stops the work, whose end is then refused', async () => {
    const { queue } = fresh();
    await queue.enqueueMany(jobs(1));
    const told = withResolvers<unknown>();
    const begun = withResolvers<Parameters<Run>[1]>();
    const run: Run = (job, options) => {
      options.signal.addEventListener('abort', () => told.resolve(options.signal.reason));
      begun.resolve(options);
      return untilStopped(job, options);
    };
    let signs = 0;
    const watched = {
      ...queue,
      renew: (leases: Parameters<typeof queue.renew>[0]) => (signs++, queue.renew(leases)),
    };
    const { stop } = start({ queue: watched, run, leaseMs: 60_000 });
    const { progress } = await begun.promise;
    await queue.remove(['j0']);
    // It hears of it at its next sign of life. Before the lease would be over there are three.
    progress(50);
    expect(String(await told.promise)).toContain('The lease is lost');
    expect(signs).toBe(1);
    expect(await stop()).toMatchObject({ claimed: 1, done: 0, stale: 1 });
  });

  test('ends by the clock of this process too, where Redis cannot be asked', async () => {
    const { prefix, queue } = fresh();
    await queue.enqueueMany(jobs(1));
    const cable = await createCable();
    const far = createQueue(createClient(connect({ url: cable.url, timeoutMs: 200 })), {
      prefix,
      name: 'test',
    });
    const begun = withResolvers<void>();
    const told = withResolvers<string>();
    const leaseMs = 3_000;
    const run: Run = (job, options) => {
      begun.resolve();
      // Timers fire in the order of their times, however late. The lease began before this one.
      setTimeout(() => told.resolve('too late'), leaseMs);
      options.signal.addEventListener('abort', () => told.resolve('in time'));
      return untilStopped(job, options);
    };
    start({ queue: far, run, leaseMs });
    await begun.promise;
    await cable.cut();
    expect(await told.promise).toBe('in time');
    await cable.mend();
  });
});

describe('told to stop', () => {
  test('it lets what is in hand end, and takes no more', async () => {
    const { queue } = fresh();
    await queue.enqueueMany(jobs(9));
    const gate = withResolvers<void>();
    const run: Run = async (job, options) => {
      await gate.promise;
      return doneAfter(10)(job, options);
    };
    const { stop } = start({ queue, run, concurrency: 3 });
    await expect.poll(async () => (await queue.stats()).active).toBe(3);
    const stopped = stop();
    gate.resolve();
    expect(await stopped).toMatchObject({ claimed: 3, done: 3, released: 0 });
    expect(await queue.stats()).toMatchObject({ waiting: 6, active: 0, done: 3 });
  });

  test('it gives back what does not end in time, whether the work heeds it or not', async () => {
    const { queue } = fresh();
    await queue.enqueueMany(jobs(2));
    const run: Run = (job, options) =>
      job.id === 'j0' ? untilStopped(job, options) : new Promise(() => undefined);
    const { stop } = start({ queue, run }, 100);
    await expect.poll(async () => (await queue.stats()).active).toBe(2);
    expect(await stop()).toMatchObject({ claimed: 2, released: 2, done: 0 });
    expect(await queue.stats()).toMatchObject({ waiting: 2, active: 0 });
    expect((await queue.read('j0'))?.attempt).toBe(0);
  });
});

test('while Redis is away it tries again, and says then what it did meanwhile', async () => {
  const { prefix, queue } = fresh();
  await queue.enqueueMany(jobs(1));
  const cable = await createCable();
  const far = createQueue(createClient(connect({ url: cable.url, timeoutMs: 200 })), {
    prefix,
    name: 'test',
  });
  const troubles: number[] = [];
  const begun = withResolvers<void>();
  const isCut = withResolvers<void>();
  const run: Run = async (job, options) => {
    begun.resolve();
    await isCut.promise;
    return doneAfter(0)(job, options);
  };
  const { stop } = start({ queue: far, run, onTrouble: (_, wait) => troubles.push(wait) });
  await begun.promise;
  await cable.cut();
  isCut.resolve();
  await expect.poll(() => troubles.length).toBeGreaterThan(0);
  expect(await queue.stats()).toMatchObject({ active: 1 });
  await cable.mend();
  await expect.poll(async () => (await queue.stats()).done).toBe(1);
  expect(await stop()).toMatchObject({ claimed: 1, done: 1, stale: 0 });
});

test('stopped while Redis is away, it ends all the same and says what it did', async () => {
  const { prefix, queue } = fresh();
  await queue.enqueueMany(jobs(1));
  const cable = await createCable();
  const far = createQueue(createClient(connect({ url: cable.url, timeoutMs: 200 })), {
    prefix,
    name: 'test',
  });
  const begun = withResolvers<void>();
  const isCut = withResolvers<void>();
  const run: Run = async (job, options) => {
    begun.resolve();
    await isCut.promise;
    return doneAfter(0)(job, options);
  };
  const troubles: unknown[] = [];
  const { stop } = start({ queue: far, run, onTrouble: (error) => troubles.push(error) });
  await begun.promise;
  await cable.cut();
  isCut.resolve();
  expect(await stop()).toMatchObject({ claimed: 1, done: 0 });
  expect(troubles.length).toBeGreaterThan(0);
  // Its lease ends, and it runs again.
  expect(await queue.stats()).toMatchObject({ active: 1 });
});

test('what trying again cannot help ends it', async () => {
  const transport = connect({ token: 'not-the-token' });
  const queue = createQueue(createClient(transport), { prefix: 'nowhere', name: 'test' });
  const { worker } = start({ queue });
  await expect(worker).rejects.toMatchObject({ code: 'redis_unauthorized' });
});
