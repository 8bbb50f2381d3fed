import { afterEach, describe, expect, test, vi } from 'vitest';
import { createQueue, type ClaimedJob, type Outcome, type Queue } from '@/lib/patterns/queue';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { newOperationId } from '@/lib/redis/operation-id';
import { createSend } from '@/lib/redis/send';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { randomOf } from '../redis/support';
import { withinOneMinute } from '../support/clock';
import { freshQueues } from '../support/queues';

const fresh = freshQueues();
afterEach(() => vi.useRealTimers());

const idsOf = (jobs: readonly { id: string }[]) => jobs.map(({ id }) => id);
const done = ({ id, token }: ClaimedJob): Outcome => ({ id, token, outcome: 'done' });
const failed = ({ id, token }: ClaimedJob, retry = true): Outcome => ({
  id,
  token,
  outcome: 'failed',
  error: 'It broke',
  retry,
});

/** Claims one job, which must be there. */
async function one(queue: Queue, options = {}): Promise<ClaimedJob> {
  const { jobs } = await queue.claim({ most: 1, ...options });
  expect(jobs).toHaveLength(1);
  return jobs[0]!;
}

describe('adding', () => {
  test('a job is given an id, and waits with its payload', async () => {
    const { queue } = fresh();
    const data = { to: 'ann', lines: ['a\nb', '{}', 'ü', '\u2028'] };
    const { id, created } = await queue.enqueue({ name: 'mail', data });
    expect(created).toBe(true);
    expect(await queue.read(id)).toMatchObject({
      name: 'mail',
      state: 'waiting',
      attempt: 0,
      data,
    });
    expect((await one(queue)).data).toEqual(data);
  });

  test('the same id twice is one job, in one call or two, whatever its state', async () => {
    const { queue } = fresh();
    const twice = [
      { name: 'first', id: 'order-1' },
      { name: 'second', id: 'order-1' },
    ];
    expect(await queue.enqueueMany(twice)).toEqual([
      { id: 'order-1', created: true },
      { id: 'order-1', created: false },
    ]);
    const job = await one(queue);
    expect(job.name).toBe('first');
    expect(await queue.enqueue(twice[0]!)).toEqual({ id: 'order-1', created: false });
    await queue.settle([done(job)]);
    expect(await queue.enqueue(twice[0]!)).toEqual({ id: 'order-1', created: false });
    expect((await queue.claim()).jobs).toEqual([]);
  });

  test('two callers at once add one job of an id', async () => {
    const { queue } = fresh();
    const calls = Array.from({ length: 20 }, () => queue.enqueue({ name: 'a', id: 'same' }));
    const created = (await Promise.all(calls)).filter((outcome) => outcome.created);
    expect(created).toHaveLength(1);
    expect(await queue.stats()).toMatchObject({ waiting: 1 });
  });

  test('jobs for which there is no room leave nothing behind, and the same call goes on when there is', async () => {
    const { queue } = fresh({ maxJobs: 600 });
    const operationId = newOperationId();
    const jobs = Array.from({ length: 700 }, () => ({ name: 'a' }));
    const call = () => queue.enqueueMany(jobs, { operationId });
    await expect(call()).rejects.toMatchObject({
      code: 'limit_reached',
      message: expect.stringContaining('500 of these were taken') as string,
    });
    await expect(call()).rejects.toMatchObject({ code: 'limit_reached' });
    expect(await queue.stats()).toMatchObject({ waiting: 500 });

    const { jobs: claimed } = await queue.claim({ most: 100 });
    await queue.remove(claimed.map(({ id }) => id));
    const enqueued = await call();
    expect(new Set(enqueued.map(({ id }) => id)).size).toBe(700);
    expect(enqueued.every(({ created }) => created)).toBe(true);
    expect(await queue.stats()).toMatchObject({ waiting: 600 });
    expect(await call()).toEqual(enqueued);
  });

  test('a full queue takes all of a call or none', async () => {
    const { queue } = fresh({ maxJobs: 3 });
    await queue.enqueueMany([{ name: 'a' }, { name: 'b' }]);
    const more = [
      { name: 'c', id: 'c' },
      { name: 'd', id: 'd' },
    ];
    await expect(queue.enqueueMany(more)).rejects.toMatchObject({ code: 'limit_reached' });
    expect(await queue.stats()).toMatchObject({ waiting: 2 });
    expect(await queue.enqueue({ name: 'c', id: 'c' })).toEqual({ id: 'c', created: true });
    await expect(queue.enqueue({ name: 'd' })).rejects.toMatchObject({ code: 'limit_reached' });
    expect(await queue.enqueue({ name: 'c', id: 'c' })).toEqual({ id: 'c', created: false });
    expect(await queue.stats()).toMatchObject({ waiting: 3 });
  });

  test.each([
    [5, 1],
    [130, 5],
    [1_500, 100],
  ])('of %i that came due the most urgent is first, whenever it came due', async (count, most) => {
    const { queue, schedule, redis } = fresh();
    const hour = 3_600_000;
    const delayed = Array.from({ length: count }, (_, n) => ({
      name: 'a',
      id: `delayed-${n}`,
      delayMs: hour + n,
    }));
    await queue.enqueueMany(delayed.slice(0, 500));
    await queue.enqueueMany(delayed.slice(500));
    await queue.enqueue({ name: 'a', id: 'urgent', delayMs: hour + 900, priority: 9 });
    // All of them come due, in the order of their delays: among the first thousand, not the first.
    for (const { id } of [...delayed, { id: 'urgent' }]) {
      const late = await redis.zscore(schedule, id);
      await redis.zadd(schedule, { score: Number(late) - 2 * hour, member: id });
    }
    const order: string[] = [];
    for (;;) {
      const { jobs } = await queue.claim({ most, leaseMs: hour });
      if (jobs.length === 0) break;
      order.push(...jobs.map(({ id }) => id));
      if (order.length > 300) break;
    }
    const first = ['urgent', ...delayed.map(({ id }) => id)];
    expect(order).toEqual(first.slice(0, order.length));
  });

  test('after thirty lost leases the most urgent is claimed next, with its payload', async () => {
    const { queue, pass } = fresh();
    const hour = 3_600_000;
    await queue.enqueueMany([
      ...Array.from({ length: 30 }, (_, n) => ({ name: 'a', id: `j${n}`, data: { n } })),
    ]);
    await queue.enqueue({ name: 'a', id: 'urgent', priority: 9, data: 'now' });
    const { jobs } = await queue.claim({ most: 31, leaseMs: 1_000 });
    for (const [n, { id }] of jobs.entries()) await pass(id, id === 'urgent' ? 1_000 : hour - n);
    const next = await queue.claim({ most: 5, leaseMs: hour });
    expect(next.jobs.map(({ id, data }) => [id, data])).toEqual([
      ['urgent', 'now'],
      ...[0, 1, 2, 3].map((n) => [`j${n}`, { n }]),
    ]);
  });

  test('a payload too large is refused before anything is sent', async () => {
    const { queue } = fresh();
    const jobs = [{ name: 'a' }, { name: 'b', data: 'ü'.repeat(17 * 1024) }];
    await expect(queue.enqueueMany(jobs)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await queue.stats()).toMatchObject({ waiting: 0 });
  });

  test('a moment that the schedule cannot hold is refused, and a fraction of one is not', async () => {
    const { queue } = fresh();
    const late = queue.enqueue({ name: 'a', runAt: 2 ** 42 });
    await expect(late).rejects.toMatchObject({ code: 'invalid_request' });
    await queue.enqueue({ name: 'a', id: 'last', runAt: 2 ** 42 - 1 });
    expect(await queue.read('last')).toMatchObject({ state: 'delayed', dueAt: 2 ** 42 - 1 });
    await queue.enqueue({ name: 'a', id: 'half', delayMs: 60_000.5 });
    expect(await queue.promote(['half'])).toEqual(['half']);
    expect((await one(queue)).id).toBe('half');
  });

  test('a name is one line, of whatever words', async () => {
    const { queue } = fresh();
    const broken = queue.enqueue({ name: 'a\nb' });
    await expect(broken).rejects.toMatchObject({ code: 'invalid_request' });
    const { id } = await queue.enqueue({ name: 'two words' });
    expect(await queue.read(id)).toMatchObject({ name: 'two words' });
    expect(await one(queue)).toMatchObject({ id, name: 'two words' });
  });

  test('a payload of the largest size comes as it was, attempt after attempt', async () => {
    const { queue } = fresh();
    const data = { lines: Array.from({ length: 1_000 }, (_, n) => `line ${n} ü`) };
    await queue.enqueue({ name: 'a', data, backoff: { delayMs: 0 } });
    const job = await one(queue);
    expect(job.data).toEqual(data);
    await queue.settle([{ id: job.id, token: job.token, outcome: 'released' }]);
    expect((await one(queue)).data).toEqual(data);
    expect((await queue.read(job.id))?.data).toEqual(data);
  });

  test('any number is added in chunks, in order', async () => {
    const { queue } = fresh();
    const jobs = Array.from({ length: 1_200 }, (_, n) => ({ name: 'a', data: n }));
    const outcomes = await queue.enqueueMany(jobs);
    expect(new Set(idsOf(outcomes)).size).toBe(1_200);
    const { jobs: first } = await queue.claim({ most: 100 });
    expect(first.map(({ data }) => data)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });
});

describe('the order', () => {
  test('is by urgency, and of one urgency as they came', async () => {
    const { queue } = fresh();
    const priorities = [0, 5, 0, 9, 5];
    await queue.enqueueMany(
      priorities.map((priority, n) => ({ name: 'a', id: `j${n}`, priority })),
    );
    expect(idsOf((await queue.claim({ most: 10 })).jobs)).toEqual(['j3', 'j1', 'j4', 'j0', 'j2']);
  });

  test('holds for what was delayed too: an urgent job that comes due goes first', async () => {
    const { queue, pass } = fresh();
    await queue.enqueueMany([
      { name: 'a', id: 'late', priority: 1, delayMs: 60_000 },
      { name: 'a', id: 'low' },
      { name: 'a', id: 'urgent', priority: 9, delayMs: 60_000 },
    ]);
    await pass('late', 60_000);
    await pass('urgent', 60_000);
    for (const id of ['urgent', 'late', 'low']) expect((await one(queue)).id).toBe(id);
  });
});

test('an entry of the schedule without a record is dropped, and holds up no job', async () => {
  const { queue, schedule, redis } = fresh();
  await redis.zadd(schedule, { score: 0, member: 'no record' });
  await queue.enqueue({ name: 'a', id: 'job' });
  expect(await queue.claim({ most: 1 })).toMatchObject({ jobs: [], nextDueMs: 0 });
  expect((await one(queue)).id).toBe('job');
  expect(await redis.zscore(schedule, 'no record')).toBeNull();
});

describe('never early', () => {
  test('a delayed job is claimed when its time has come, by the clock of Redis', async () => {
    const { queue } = fresh();
    const before = performance.now();
    await queue.enqueue({ name: 'a', delayMs: 2_000 });
    // A caller whose clock is an hour ahead, or behind, gets nothing sooner or later.
    for (const skewMs of [3_600_000, -3_600_000]) {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + skewMs });
      expect(await queue.claim()).toMatchObject({ jobs: [] });
    }
    vi.useRealTimers();
    for (;;) {
      const { jobs, nextDueMs } = await queue.claim();
      if (jobs.length > 0) break;
      expect(nextDueMs).toBeGreaterThanOrEqual(0);
      await new Promise((resolve) => setTimeout(resolve, nextDueMs!));
    }
    expect(performance.now() - before).toBeGreaterThanOrEqual(2_000);
  });

  test('runAt in the past is now, and in the future is kept', async () => {
    const { queue } = fresh();
    const runAt = Date.now() + 60_000;
    await queue.enqueueMany([
      { name: 'past', runAt: 0 },
      { name: 'future', runAt },
    ]);
    expect(await queue.stats()).toMatchObject({ waiting: 1, delayed: 1 });
    const { jobs, nextDueMs } = await queue.claim({ most: 5, leaseMs: 3_600_000 });
    expect(jobs.map(({ name }) => name)).toEqual(['past']);
    expect(nextDueMs).toBeGreaterThan(runAt - Date.now() - 1_000);
    expect(nextDueMs).toBeLessThanOrEqual(60_000);
  });
});

describe('a lease', () => {
  test('is held by one: claims at once share nothing', async () => {
    const { queue } = fresh();
    await queue.enqueueMany(Array.from({ length: 100 }, () => ({ name: 'a' })));
    const claims = await Promise.all(Array.from({ length: 15 }, () => queue.claim({ most: 10 })));
    const ids = claims.flatMap(({ jobs }) => idsOf(jobs));
    expect(ids).toHaveLength(100);
    expect(new Set(ids).size).toBe(100);
    const fences = claims.flatMap(({ jobs }) => jobs.map(({ fence }) => fence));
    expect(new Set(fences).size).toBe(100);
  });

  test('that ends without a word is given to another, whose fence is higher', async () => {
    const { queue, pass } = fresh();
    await queue.enqueue({ name: 'a', id: 'job' });
    const first = await one(queue, { leaseMs: 30_000, worker: 'ann' });
    await pass('job', 29_000);
    expect((await queue.claim()).jobs).toEqual([]);
    await pass('job', 1_000);
    const second = await one(queue, { worker: 'ben' });
    expect(second).toMatchObject({ id: 'job', attempt: 2 });
    expect(second.token).not.toBe(first.token);
    expect(second.fence).toBeGreaterThan(first.fence);
    expect((await queue.read('job'))?.timeline).toMatchObject([
      { event: 'enqueued' },
      { event: 'claimed', detail: 'ann' },
      { event: 'lost', detail: 'ann' },
      { event: 'claimed', detail: 'ben' },
    ]);
  });

  test('that was lost ends nothing: the late outcome is stale, and changes nothing', async () => {
    const { queue, pass } = fresh();
    await queue.enqueue({ name: 'a', id: 'job' });
    const first = await one(queue);
    await pass('job', 60_000);
    const second = await one(queue);
    for (const outcome of [done(first), failed(first), failed(first, false)])
      expect(await queue.settle([outcome])).toEqual([{ id: 'job', became: 'stale', dueAt: null }]);
    expect(await queue.read('job')).toMatchObject({ state: 'active', attempt: 2 });
    expect(await queue.settle([done(second)])).toMatchObject([{ became: 'done' }]);
    expect(await queue.settle([done(first)])).toMatchObject([{ became: 'stale' }]);
  });

  test('that nobody holds is not held by an empty token', async () => {
    const { queue } = fresh();
    await queue.enqueue({ name: 'a', id: 'job' });
    const unheld = { id: 'job', token: '' };
    expect(await queue.settle([{ ...unheld, outcome: 'done' }])).toMatchObject([
      { became: 'stale' },
    ]);
    expect(await queue.renew([unheld])).toEqual([null]);
    expect(await queue.read('job')).toMatchObject({ state: 'waiting' });
  });

  test('is lost to a worker whose name has several lines, too', async () => {
    const { queue, pass } = fresh();
    await queue.enqueue({ name: 'a', id: 'job' });
    await one(queue, { worker: 'ann\nof sales' });
    await pass('job', 60_000);
    await one(queue, { worker: 'ben' });
    const { worker, timeline } = (await queue.read('job'))!;
    expect(worker).toBe('ben');
    expect(timeline[2]).toMatchObject({ event: 'lost', detail: 'ann of sales' });
  });

  test('that ran out may still be ended by its holder, if nobody has taken the job', async () => {
    const { queue, pass } = fresh();
    await queue.enqueue({ name: 'a', id: 'job' });
    const job = await one(queue);
    await pass('job', 60_000);
    const { outcomes, jobs } = await queue.claim({ outcomes: [done(job)] });
    expect(outcomes).toMatchObject([{ became: 'done' }]);
    expect(jobs).toEqual([]);
  });

  test('is held on by signs of life, and who lost it is told', async () => {
    const { queue, pass } = fresh();
    await queue.enqueue({ name: 'a', id: 'job' });
    const { id, token } = await one(queue, { leaseMs: 10_000 });
    await pass('job', 9_000);
    const renewedAt = Date.now();
    const [end] = await queue.renew([{ id, token, progress: { percent: 40, note: 'half' } }]);
    expect(end! - renewedAt).toBeGreaterThan(9_000);
    expect(await queue.read(id)).toMatchObject({ progress: { percent: 40, note: 'half' } });
    await pass('job', 9_000);
    expect((await queue.claim()).jobs).toEqual([]);
    await pass('job', 1_000);
    await one(queue);
    expect(
      await queue.renew([
        { id, token },
        { id: 'nothing', token },
      ]),
    ).toEqual([null, null]);
  });
});

describe('failures', () => {
  test('are tried again after the backoff, which grows, and never sooner', async () => {
    const { queue, pass } = fresh();
    const backoff = { delayMs: 1_000, maxMs: 3_000 };
    await queue.enqueue({ name: 'a', id: 'job', attempts: 5, backoff });
    for (const wait of [1_000, 2_000, 3_000, 3_000]) {
      const [settled] = await queue.settle([failed(await one(queue))]);
      const { dueAt } = (await queue.read('job'))!;
      const { at } = (await queue.read('job'))!.timeline.at(-1)!;
      expect(settled).toEqual({ id: 'job', became: 'retry', dueAt });
      expect(dueAt - at).toBeGreaterThanOrEqual(wait);
      expect(dueAt - at).toBeLessThanOrEqual(wait * 1.2);
      expect((await queue.claim()).jobs).toEqual([]);
      await pass('job', 5_000);
    }
    expect(await queue.settle([failed(await one(queue))])).toMatchObject([{ became: 'dead' }]);
    expect(await queue.read('job')).toMatchObject({ state: 'dead', attempt: 5, error: 'It broke' });
  });

  test('that cannot be helped are dead at once', async () => {
    const { queue } = fresh();
    await queue.enqueue({ name: 'a' });
    expect(await queue.settle([failed(await one(queue), false)])).toMatchObject([
      { became: 'dead' },
    ]);
  });

  test('a job that kills each of its workers is dead after its attempts', async () => {
    const { queue, pass } = fresh();
    await queue.enqueue({ name: 'a', id: 'poison', attempts: 3 });
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect(await one(queue)).toMatchObject({ attempt });
      await pass('poison', 60_000);
    }
    expect((await queue.claim()).jobs).toEqual([]);
    expect(await queue.read('poison')).toMatchObject({ state: 'dead', attempt: 3 });
    expect(await queue.stats()).toMatchObject({ dead: 1, active: 0 });
  });

  test('a job that is given back counts no attempt and is due at once', async () => {
    const { queue } = fresh();
    await queue.enqueue({ name: 'a', attempts: 1 });
    const { id, token } = await one(queue);
    await queue.settle([{ id, token, outcome: 'released' }]);
    expect(await one(queue)).toMatchObject({ id, attempt: 1 });
  });

  test('of many only the last are told, and the first event', async () => {
    const { queue, pass } = fresh();
    await queue.enqueue({ name: 'a', id: 'job', attempts: 25, backoff: { delayMs: 0 } });
    for (let i = 0; i < 15; i++) {
      await queue.settle([failed(await one(queue))]);
      await pass('job', 1);
    }
    const { timeline } = (await queue.read('job'))!;
    expect(timeline).toHaveLength(20);
    expect(timeline[0]!.event).toBe('enqueued');
    expect(timeline.at(-1)!.event).toBe('failed');
  });
});

test('the depth is what waits, is delayed or runs', async () => {
  const { queue } = fresh();
  expect(await queue.depth()).toBe(0);
  await queue.enqueueMany([{ name: 'a' }, { name: 'b' }, { name: 'c', delayMs: 60_000 }]);
  const job = await one(queue);
  expect(await queue.depth()).toBe(3);
  await queue.settle([done(job)]);
  expect(await queue.depth()).toBe(2);
});

describe('people', () => {
  test('pause: nobody claims, what is active goes on; and resume', async () => {
    const { queue } = fresh();
    await queue.enqueueMany([{ name: 'a' }, { name: 'b' }]);
    const job = await one(queue);
    await queue.pause();
    expect(await queue.claim()).toMatchObject({ jobs: [], paused: true, nextDueMs: null });
    expect(await queue.settle([done(job)])).toMatchObject([{ became: 'done' }]);
    expect(await queue.stats()).toMatchObject({ paused: true, waiting: 1 });
    await queue.resume();
    await one(queue);
  });

  test('replay the dead and retry what is done, with all attempts', async () => {
    const { queue } = fresh();
    await queue.enqueueMany(['x', 'y', 'z'].map((id) => ({ name: 'a', id, attempts: 1 })));
    const { jobs } = await queue.claim({ most: 3 });
    await queue.settle([failed(jobs[0]!), failed(jobs[1]!), done(jobs[2]!)]);
    expect(await queue.replay(1)).toEqual(['x']);
    expect(await queue.retry(['z', 'x', 'nothing'])).toEqual(['z']);
    expect(await queue.stats()).toMatchObject({ waiting: 2, dead: 1, done: 0 });
    expect(await one(queue)).toMatchObject({ id: 'x', attempt: 1 });
    expect(await queue.read('z')).toMatchObject({ state: 'waiting', endedAt: null, result: null });
  });

  test('promote what is delayed, and nothing else', async () => {
    const { queue } = fresh();
    await queue.enqueueMany([
      { name: 'a', id: 'later', delayMs: 60_000 },
      { name: 'a', id: 'now' },
    ]);
    expect(await queue.promote(['later', 'now', 'nothing'])).toEqual(['later']);
    expect(idsOf((await queue.claim({ most: 5 })).jobs)).toEqual(['later', 'now']);
  });

  test('delete a job: it is nowhere, and its worker is told', async () => {
    const { queue, schedule, redis } = fresh();
    await queue.enqueueMany([
      { name: 'a', id: 'x', data: 'private' },
      { name: 'a', id: 'y' },
    ]);
    const job = await one(queue);
    expect(await queue.remove(['x', 'y', 'nothing'])).toEqual(['x', 'y']);
    expect(await queue.renew([job])).toEqual([null]);
    expect(await queue.settle([done(job)])).toEqual([{ id: 'x', became: 'missing', dueAt: null }]);
    expect(await queue.read('x')).toBeUndefined();
    expect(await queue.stats()).toMatchObject({ waiting: 0, active: 0, done: 0 });
    // Its payload is gone as well: what is left are the queue's own figures.
    const left = await redis.hkeys(schedule.replace(/schedule$/, 'jobs'));
    expect(left.filter((field) => !field.startsWith('#'))).toEqual([]);
  });

  test('change more jobs than one command takes, and a resend changes nothing again', async () => {
    const { queue } = fresh();
    const ids = Array.from({ length: 9_000 }, (_, index) => `j${index}`);
    await queue.enqueueMany(ids.map((id) => ({ name: 'a', id, delayMs: 60_000 })));
    const operationId = newOperationId();
    expect(await queue.promote(ids, { operationId })).toEqual(ids);
    expect(await queue.promote(ids, { operationId })).toEqual(ids);
    expect(await queue.promote(ids)).toEqual([]);
    expect(await queue.stats()).toMatchObject({ waiting: 9_000, delayed: 0 });
    expect(await queue.remove(ids)).toEqual(ids);
    expect(await queue.depth()).toBe(0);
  });

  test('a number out of bounds is refused before Redis is asked', async () => {
    const { queue } = fresh();
    const lease = { id: 'x', token: 't' };
    await expect(queue.renew(Array.from({ length: 101 }, () => lease))).rejects.toThrow(RangeError);
    for (const most of [0, -1, 1.5, NaN, 1_001])
      await expect(queue.replay(most)).rejects.toThrow(RangeError);
    for (const limit of [0, -1, 1.5, NaN, 101])
      await expect(queue.list({ state: 'waiting', limit })).rejects.toThrow(RangeError);
  });
});

describe('looking', () => {
  test('pages give each job of a state once, also where many are due at one moment', async () => {
    const { queue } = fresh();
    const runAt = Date.now() + 60_000;
    await queue.enqueueMany(Array.from({ length: 23 }, () => ({ name: 'a', runAt })));
    const seen: string[] = [];
    let cursor = '';
    let pages = 0;
    do {
      const page = await queue.list({ state: 'delayed', limit: 5, cursor });
      seen.push(...idsOf(page.jobs));
      cursor = page.next ?? '';
      pages++;
    } while (cursor !== '');
    expect(pages).toBe(5);
    expect(seen).toHaveLength(23);
    expect(new Set(seen).size).toBe(23);
  });

  test('those that ended are listed with the last first, over pages too', async () => {
    const { queue } = fresh();
    for (const id of ['a', 'b', 'c']) {
      await queue.enqueue({ name: 'a', id });
      await queue.settle([done(await one(queue))]);
    }
    const first = await queue.list({ state: 'done', limit: 2 });
    expect(idsOf(first.jobs)).toEqual(['c', 'b']);
    expect(
      idsOf((await queue.list({ state: 'done', limit: 2, cursor: first.next! })).jobs),
    ).toEqual(['a']);
  });

  test('a search looks at 200 jobs a page and goes on from there', async () => {
    const { queue } = fresh();
    const name = (n: number) => (n % 100 === 7 ? 'Report' : 'mail');
    await queue.enqueueMany(
      Array.from({ length: 450 }, (_, n) => ({ name: name(n), id: `j${n}` })),
    );
    const first = await queue.list({ state: 'waiting', text: 'rEPo' });
    expect(first.looked).toBe(200);
    expect(idsOf(first.jobs)).toEqual(['j7', 'j107']);
    const second = await queue.list({ state: 'waiting', text: 'repo', cursor: first.next! });
    const third = await queue.list({ state: 'waiting', text: 'repo', cursor: second.next! });
    expect(idsOf([...second.jobs, ...third.jobs])).toEqual(['j207', 'j307', 'j407']);
    expect(third.next).toBeNull();
    const byId = await queue.list({ state: 'waiting', text: 'j11' });
    expect(idsOf(byId.jobs)).toContain('j11');
    expect((await queue.list({ state: 'waiting', text: 'j', limit: 3 })).jobs).toHaveLength(3);
    // A point is a point, and stands for no other letter.
    expect((await queue.list({ state: 'waiting', text: 'j.1' })).jobs).toEqual([]);
  });

  test('the minutes tell what happened, and how long it took', async () => {
    const { queue, pass } = fresh();
    await withinOneMinute();
    await queue.enqueueMany(Array.from({ length: 4 }, (_, n) => ({ name: 'a', id: `j${n}` })));
    const { jobs } = await queue.claim({ most: 3 });
    await queue.settle([done(jobs[0]!), failed(jobs[1]!, false)]);
    await pass('j2', 60_000);
    await queue.claim({ most: 2 });
    const { series } = await queue.stats();
    expect(series).toHaveLength(30);
    expect(series.at(-1)).toMatchObject({
      added: 4,
      claimed: 5,
      done: 1,
      failed: 1,
      lost: 1,
      dead: 1,
    });
    expect(series.at(-1)?.waitMs).toBeGreaterThanOrEqual(0);
    expect(series.at(-2)).toMatchObject({ added: 0, waitMs: null, workMs: null });
  });

  test('a minute counts from nothing, whatever its slot held of an earlier one', async () => {
    const { queue, schedule, redis } = fresh();
    const slots = Array.from({ length: 32 }, (_, slot) => [`#m${slot}`, `${slot} 7 7 7 7 7 7 7 7`]);
    await redis.hset(schedule.replace(/schedule$/, 'jobs'), Object.fromEntries(slots));
    await queue.enqueue({ name: 'a' });
    const { series } = await queue.stats();
    expect(series.reduce((sum, { added }) => sum + added, 0)).toBe(1);
  });

  test('no answer tells the token of a claim', async () => {
    const { queue } = fresh();
    await queue.enqueue({ name: 'a', id: 'job' });
    const { token } = await one(queue);
    const answers = [await queue.read('job'), await queue.list({ state: 'active' })];
    expect(JSON.stringify(answers)).not.toContain(token);
  });
});

describe('what is kept', () => {
  test('the last that are done, and the dead, in bounded number', async () => {
    const { queue } = fresh({ keepDone: 20, keepDead: 10 });
    for (let round = 0; round < 14; round++) {
      await queue.enqueueMany(Array.from({ length: 100 }, () => ({ name: 'a' })));
      const { jobs } = await queue.claim({ most: 100 });
      await queue.settle(jobs.map((job, n) => (n % 2 ? done(job) : failed(job, false))));
    }
    const stats = await queue.stats();
    // Every 500 that ended it is tidied up, to the bound.
    expect(stats.done).toBeLessThanOrEqual(20 + 600);
    expect(stats.dead).toBeLessThanOrEqual(10 + 600);
    expect(stats.droppedDead).toBe(700 - stats.dead);
    expect(stats.droppedDead).toBeGreaterThan(0);
  });

  test('as many as may be and not one more, and the dead for their time', async () => {
    const { queue, schedule, redis } = fresh({ keepDone: 2 });
    await queue.enqueueMany(['a', 'b', 'c', 'd'].map((id) => ({ name: 'a', id })));
    const { jobs } = await queue.claim({ most: 4 });
    await queue.settle(jobs.map((job) => (job.id === 'd' ? failed(job, false) : done(job))));
    // The next minute comes for this queue alone.
    await redis.hset(schedule.replace(/schedule$/, 'jobs'), { '#ended': '0 4' });
    await queue.claim();
    expect(await queue.stats()).toMatchObject({ done: 2, dead: 1 });
    expect(await queue.read('a')).toBeUndefined();
  });

  test('until their time is over', async () => {
    const { queue, schedule, redis } = fresh();
    await queue.enqueueMany([
      { name: 'a', id: 'short', keepMs: 0 },
      { name: 'a', id: 'long' },
    ]);
    const { jobs } = await queue.claim({ most: 2 });
    await queue.settle(jobs.map(done));
    // The next minute comes for this queue alone.
    await redis.hset(schedule.replace(/schedule$/, 'jobs'), { '#ended': '0 2' });
    await queue.claim();
    expect(await queue.read('short')).toBeUndefined();
    expect(await queue.read('long')).toBeDefined();
  });
});

describe('a call that is sent again', () => {
  test('adds once, whoever resends, and claims no second time', async () => {
    const { queue } = fresh();
    const operationId = newOperationId();
    const jobs = [{ name: 'a' }, { name: 'b' }];
    const first = await queue.enqueueMany(jobs, { operationId });
    expect(await queue.enqueueMany(jobs, { operationId })).toEqual(first);
    expect(operationId.replayed).toBe(true);
    expect(await queue.stats()).toMatchObject({ waiting: 2 });

    const claim = { operationId: newOperationId(), most: 1 };
    const { jobs: claimed } = await queue.claim(claim);
    expect((await queue.claim(claim)).jobs).toEqual(claimed);
    expect(claim.operationId.replayed).toBe(true);
    await queue.settle(claimed.map(done));
    // What was done meanwhile is not handed out again, nor is another in its place.
    expect((await queue.claim(claim)).jobs).toEqual([]);
    expect(await queue.stats()).toMatchObject({ waiting: 1, active: 0, done: 1 });
  });

  test('answers an outcome as the first time, as long as nothing else happened', async () => {
    const { queue, pass } = fresh();
    await queue.enqueue({ name: 'a', id: 'job' });
    const job = await one(queue);
    const [first] = await queue.settle([failed(job)]);
    expect(await queue.settle([failed(job)])).toEqual([first]);
    await pass('job', 10_000);
    const again = await one(queue);
    expect(await queue.settle([failed(job)])).toEqual([first]);
    expect(await queue.read('job')).toMatchObject({ state: 'active', attempt: 2 });
    await queue.settle([done(again)]);
    expect(await queue.settle([done(again)])).toMatchObject([{ became: 'done' }]);
  });

  test('under an id that was used for something else is refused', async () => {
    const { queue } = fresh();
    await queue.enqueue({ name: 'a' });
    const id = crypto.randomUUID();
    await queue.claim({ operationId: { id, fingerprint: 'one' } });
    const other = queue.claim({ operationId: { id, fingerprint: 'other' } });
    await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  test('with answers dropped at random every job is done once, and none is tried twice', async () => {
    const { prefix, queue } = fresh();
    const random = randomOf(5);
    let inARow = 0;
    const send = dropAnswers(createSend(), () => {
      inARow = random() < 0.4 && inARow < 2 ? inARow + 1 : 0;
      return inARow > 0;
    });
    const transport = createTransport({ ...requireRedisConfig(), send });
    const lossy = createQueue(createClient(transport), { prefix, name: 'test' });
    for (let i = 0; i < 6; i++)
      await lossy.enqueueMany(Array.from({ length: 10 }, () => ({ name: 'a' })));
    let outcomes: Outcome[] = [];
    for (;;) {
      const { jobs } = await lossy.claim({ most: 5, outcomes });
      if (jobs.length === 0) break;
      for (const { attempt } of jobs) expect(attempt).toBe(1);
      outcomes = jobs.map(done);
    }
    await transport.close();
    expect(await queue.stats()).toMatchObject({ waiting: 0, active: 0, done: 60 });
  });
});
