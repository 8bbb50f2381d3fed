import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Operation } from '@/lib/contract';
import {
  changeQueue,
  deleteJob,
  editJobs,
  enqueueJobs,
  listJobs,
  promoteJob,
  readJob,
  readQueue,
  replayDead,
  retryJob,
  type ClaimedJob,
} from '@/lib/patterns/queue/contract';
import {
  ackJob,
  claimJobs,
  drainQueue,
  drainQueueBySchedule,
  failJob,
  progressJob,
  receiveWebhook,
} from '@/lib/patterns/queue/contract-work';
import { sign } from '@/lib/jobs/webhook-signature';
import { webhookSecret } from '@/lib/jobs/webhook-secret';
import { keys } from '@/lib/patterns/queue/keys';
import { send, type Call } from '../support/api';
import { refusalOf, refused } from '../support/problems';
import { makeUser, sendAsAdmin, type TestUser } from '../support/callers';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const demo = { queue: 'demo' };
const place = { prefix: 'rp', queue: 'demo' };
let user: TestUser;

beforeAll(async () => {
  user = await makeUser(redis);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await redis.unlink(keys.jobs(place), keys.schedule(place));
});

const asUser = (operation: Operation, call: Call = {}) =>
  send(operation, { ...call, headers: { ...user.cookie, ...call.headers } });

async function answer<T>(operation: Operation, call: Call = {}): Promise<T> {
  const response = await asUser(operation, { params: demo, ...call });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}

const refusal = (operation: Operation, call: Call) => refusalOf(sendAsAdmin(operation, call));

const add = (body: unknown) =>
  answer<{ jobs: { id: string; created: boolean }[] }>(enqueueJobs, { body });
const claim = (body: object = {}) =>
  answer<{ jobs: ClaimedJob[]; nextDueMs: number | null }>(claimJobs, { body });

describe('bad input names the field, and nothing is written', () => {
  afterEach(async () => {
    expect(await redis.exists(keys.jobs(place), keys.schedule(place))).toBe(0);
  });

  test.each([
    ['body/name', { name: '' }],
    ['body/name', { name: 'a b' }],
    ['body/name', { name: '{a}' }],
    ['body/name', { name: 'ａ' }],
    ['body/name', { name: 'a\n' }],
    ['body/name', { name: 'x'.repeat(65) }],
    ['body/name', {}],
    ['body/id', { name: 'a', id: '17' }],
    ['body/id', { name: 'a', id: '#paused' }],
    ['body/id', { name: 'a', id: 'a:b' }],
    ['body/id', { name: 'a', id: 'a}' }],
    ['body/id', { name: 'a', id: 17 }],
    ['body/delayMs', { name: 'a', delayMs: -1 }],
    ['body/delayMs', { name: 'a', delayMs: 1.5 }],
    ['body/delayMs', { name: 'a', delayMs: 1e300 }],
    ['body/delayMs', { name: 'a', delayMs: '5' }],
    ['body/runAt', { name: 'a', runAt: -1 }],
    ['body/runAt', { name: 'a', runAt: 9e15 }],
    ['body/priority', { name: 'a', priority: 10 }],
    ['body/priority', { name: 'a', priority: -1 }],
    ['body/priority', { name: 'a', priority: 0.5 }],
    ['body/attempts', { name: 'a', attempts: 0 }],
    ['body/attempts', { name: 'a', attempts: 26 }],
    ['body/backoff/type', { name: 'a', backoff: { type: 'never' } }],
    ['body/backoff/delayMs', { name: 'a', backoff: { delayMs: -5 } }],
    ['body/keepMs', { name: 'a', keepMs: 1e12 }],
    ['body/nmae', { name: 'a', nmae: 'b' }],
    ['body/0/data', { name: 'a', data: 'x'.repeat(33 * 1024) }],
    ['body/0/data/tenantId', { name: 'report', data: { tenantId: 'one', year: 2026 } }],
    ['body/0/data/url', { name: 'webhook', data: { event: 'a', url: 'ftp://example.org' } }],
    ['body/0/data/rows', { name: 'import-rows', data: { tenantId: 1, rows: [] } }],
  ])('adding: %s', async (field, body) => {
    expect(await refusal(enqueueJobs, { params: demo, body })).toEqual(refused(field));
  });

  test('adding many: all are refused for one, too many, and none', async () => {
    const body = [{ name: 'a' }, { name: 'b', priority: 11 }];
    expect(await refusal(enqueueJobs, { params: demo, body })).toEqual(refused('body/1/priority'));
    for (const many of [[], Array.from({ length: 1_001 }, () => ({ name: 'a' }))])
      expect(await refusal(enqueueJobs, { params: demo, body: many })).toEqual(refused('body'));
  });

  test.each(['', 'jobs ', 'other', '{demo}', 'démo', '*'])('the queue %j', async (queue) => {
    for (const [operation, call] of [
      [readQueue, {}],
      [listJobs, {}],
      [enqueueJobs, { body: { name: 'a' } }],
      [claimJobs, { body: {} }],
    ] as const)
      expect(await refusal(operation, { params: { queue }, ...call })).toEqual(
        refused('path/queue'),
      );
  });

  test.each(['..', 'a b', '#paused', 'a{b', 'ａ', 'x'.repeat(65), 'a\0'])(
    'the job %j',
    async (id) => {
      const params = { ...demo, id };
      const body = { token: 't', error: 'e' };
      for (const [operation, call] of [
        [readJob, {}],
        [deleteJob, {}],
        [retryJob, {}],
        [promoteJob, {}],
        [ackJob, { body: { token: 't' } }],
        [failJob, { body }],
        [progressJob, { body: { token: 't' } }],
      ] as const)
        expect(await refusal(operation, { params, ...call })).toEqual(refused('path/id'));
      const edit = { action: 'retry', ids: ['fine', id] };
      expect(await refusal(editJobs, { params: demo, body: edit })).toEqual(refused('body/ids/1'));
    },
  );

  test.each([
    ['body/most', { most: 0 }],
    ['body/most', { most: 101 }],
    ['body/most', { most: '1' }],
    ['body/leaseMs', { leaseMs: 99 }],
    ['body/leaseMs', { leaseMs: 3_600_001 }],
    ['body/leaseMs', { leaseMs: null }],
    ['body/worker', { worker: '' }],
    ['body/worker', { worker: 'a b' }],
    ['body/worker', { worker: 'a\u0007' }],
    ['body/outcomes/0/token', { outcomes: [{ id: 'a', outcome: 'done', token: 'a b' }] }],
    ['body/outcomes/0/error', { outcomes: [{ id: 'a', outcome: 'failed', token: 't' }] }],
    ['body/outcomes/0/outcome', { outcomes: [{ id: 'a', outcome: 'lost', token: 't' }] }],
    ['body/leaseMS', { leaseMS: 1_000 }],
  ])('claiming: %s of %j', async (field, body) => {
    expect(await refusal(claimJobs, { params: demo, body })).toEqual(refused(field));
  });

  test.each([
    [ackJob, 'body/token', {}],
    [ackJob, 'body/token', { token: 'é' }],
    [failJob, 'body/error', { token: 't', error: '' }],
    [failJob, 'body/error', { token: 't', error: 'a\nb' }],
    [failJob, 'body/retry', { token: 't', error: 'e', retry: 'no' }],
    [progressJob, 'body/progress/percent', { token: 't', progress: { percent: 101 } }],
    [progressJob, 'body/progress/note', { token: 't', progress: { percent: 1, note: '\0' } }],
    [changeQueue, 'body/paused', { paused: 'yes' }],
    [editJobs, 'body/action', { action: 'bury', ids: ['a'] }],
    [editJobs, 'body/ids', { action: 'retry', ids: [] }],
    [replayDead, 'body/most', { most: 0 }],
    [drainQueue, 'body/budgetMs', { budgetMs: 50_001 }],
    [drainQueue, 'body/budgetMs', { budgetMs: 99 }],
  ] as const)('%#', async (operation, field, body) => {
    const params = operation.path.includes('{id}') ? { ...demo, id: 'job' } : demo;
    expect(await refusal(operation, { params, body })).toEqual(refused(field));
  });

  test.each([
    ['query/state', { state: 'lost' }],
    ['query/q', { q: 'a b' }],
    ['query/q', { q: 'x'.repeat(65) }],
    ['query/cursor', { cursor: '-1:0' }],
    ['query/cursor', { cursor: '1e5:0' }],
    ['query/cursor', { cursor: '0' }],
    ['query/limit', { limit: '0' }],
    ['query/limit', { limit: '101' }],
    ['query/limit', { limit: '2.5' }],
  ])('listing: %s of %j', async (field, query) => {
    expect(await refusal(listJobs, { params: demo, query })).toEqual(refused(field));
  });
});

describe('who may', () => {
  const job = { queue: 'jobs', id: 'job' };
  const working: [Operation, Call][] = [
    [changeQueue, { params: { queue: 'jobs' }, body: { paused: false } }],
    [claimJobs, { params: { queue: 'jobs' }, body: {} }],
    [drainQueue, { params: { queue: 'jobs' }, body: { budgetMs: 100 } }],
    [editJobs, { params: { queue: 'jobs' }, body: { action: 'retry', ids: ['a'] } }],
    [replayDead, { params: { queue: 'jobs' }, body: {} }],
    [readJob, { params: job }],
    [deleteJob, { params: job }],
    [retryJob, { params: job }],
    [promoteJob, { params: job }],
    [ackJob, { params: job, body: { token: 't' } }],
    [failJob, { params: job, body: { token: 't', error: 'e' } }],
    [progressJob, { params: job, body: { token: 't' } }],
  ];

  test.each(working)('%#: admins alone work on the queue of the app', async (operation, call) => {
    expect((await send(operation, call)).status).toBe(401);
    expect((await asUser(operation, call)).status).toBe(403);
    expect([200, 404]).toContain((await sendAsAdmin(operation, call)).status);
  });

  test('figures and lists are for all, adding is for who is signed in', async () => {
    expect((await send(readQueue, { params: demo })).status).toBe(200);
    expect((await send(listJobs, { params: demo })).status).toBe(200);
    expect((await send(enqueueJobs, { params: demo, body: { name: 'a' } })).status).toBe(401);
    expect((await asUser(enqueueJobs, { params: demo, body: { name: 'a' } })).status).toBe(201);
  });

  test('a list shows no payload, error texts only, and no token', async () => {
    await add({ name: 'a', data: { secret: 'of ann' } });
    const { jobs } = await claim();
    const listed = await (
      await send(listJobs, { params: demo, query: { state: 'active' } })
    ).text();
    expect(listed).not.toContain('of ann');
    expect(listed).not.toContain(jobs[0]!.token);
  });
});

describe('a job over HTTP', () => {
  test('is added, claimed, held on and done', async () => {
    const { jobs: added } = await add([
      { name: 'mail', data: { to: 'ann' } },
      { name: 'b', delayMs: 60_000 },
    ]);
    expect(added).toEqual([
      { id: '1', created: true },
      { id: '2', created: true },
    ]);
    const { jobs, nextDueMs } = await claim({ most: 5, worker: 'ann' });
    expect(jobs).toMatchObject([{ id: '1', name: 'mail', data: { to: 'ann' }, attempt: 1 }]);
    expect(nextDueMs).toBeGreaterThan(0);
    const { token } = jobs[0]!;
    const params = { ...demo, id: '1' };
    const held = await answer(progressJob, { params, body: { token, progress: { percent: 50 } } });
    expect(held).toMatchObject({ held: true });
    expect(await answer(readJob, { params })).toMatchObject({
      state: 'active',
      worker: 'ann',
      progress: { percent: 50 },
    });
    expect(await answer(ackJob, { params, body: { token, result: { sent: true } } })).toMatchObject(
      {
        became: 'done',
      },
    );
    expect(await answer(readJob, { params })).toMatchObject({
      state: 'done',
      result: { sent: true },
    });
    expect(await answer(readQueue)).toMatchObject({ done: 1, delayed: 1, active: 0 });
  });

  test('whose lease is lost is stale: an answer, not an error', async () => {
    await add({ name: 'a', id: 'job' });
    const { jobs } = await claim();
    await redis.zincrby(keys.schedule(place), -60_000, 'job');
    await claim();
    const params = { ...demo, id: 'job' };
    const { token } = jobs[0]!;
    expect(await answer(ackJob, { params, body: { token } })).toMatchObject({ became: 'stale' });
    expect(await answer(progressJob, { params, body: { token } })).toEqual({
      held: false,
      leaseUntil: null,
    });
  });

  test('fails, is dead, is retried, promoted and deleted', async () => {
    await add([
      { name: 'a', id: 'x', attempts: 1 },
      { name: 'a', id: 'y', delayMs: 60_000 },
    ]);
    const { jobs } = await claim();
    const x = { params: { ...demo, id: 'x' } };
    const failed = await answer(failJob, { ...x, body: { token: jobs[0]!.token, error: 'No' } });
    expect(failed).toMatchObject({ became: 'dead' });
    expect(await answer(replayDead, { body: { most: 5 } })).toEqual({ changed: ['x'] });
    const again = await asUser(retryJob, x);
    expect(again.status).toBe(404);
    expect(await answer(promoteJob, { params: { ...demo, id: 'y' } })).toEqual({ changed: ['y'] });
    const gone = { action: 'delete', ids: ['x', 'y', 'z'] };
    expect(await answer(editJobs, { body: gone })).toEqual({ changed: ['x', 'y'] });
    expect((await asUser(deleteJob, x)).status).toBe(404);
    expect((await asUser(readJob, x)).status).toBe(404);
  });

  test('the same Idempotency-Key adds and claims once; for another request it is refused', async () => {
    const call = { headers: { 'idempotency-key': crypto.randomUUID() } };
    const first = await answer(enqueueJobs, { ...call, body: { name: 'a' } });
    expect(await answer(enqueueJobs, { ...call, body: { name: 'a' } })).toEqual(first);
    const other = await asUser(enqueueJobs, { ...call, params: demo, body: { name: 'b' } });
    expect(other.status).toBe(422);
    await add({ name: 'second' });
    const { jobs } = await answer<{ jobs: ClaimedJob[] }>(claimJobs, { ...call, body: {} });
    expect(jobs).toHaveLength(1);
    expect(await answer(claimJobs, { ...call, body: {} })).toMatchObject({ jobs });
    const otherClaim = await asUser(claimJobs, { ...call, params: demo, body: { most: 2 } });
    expect(otherClaim.status).toBe(422);
    expect(await answer(readQueue)).toMatchObject({ waiting: 1, active: 1 });
  });

  test('a paused queue gives nothing', async () => {
    await add({ name: 'a' });
    expect(await answer(changeQueue, { body: { paused: true } })).toEqual({ paused: true });
    expect(await claim()).toMatchObject({ jobs: [], paused: true });
    await answer(changeQueue, { body: { paused: false } });
    expect((await claim()).jobs).toHaveLength(1);
  });
});

describe('draining', () => {
  test('by a scheduler: CRON_SECRET as Bearer, by GET and POST; anything else is refused', async () => {
    vi.stubEnv('CRON_SECRET', 'a-long-secret-of-a-scheduler');
    const bearer = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } });
    const jobs = { params: { queue: 'jobs' } };
    const right = { ...jobs, ...bearer('a-long-secret-of-a-scheduler') };
    const body = { budgetMs: 100 };
    expect((await send(drainQueue, { ...right, body })).status).toBe(200);
    expect(
      (await send(drainQueueBySchedule, { ...right, query: { budgetMs: '100' } })).status,
    ).toBe(200);
    for (const secret of ['', 'another', 'a-long-secret-of-a-scheduler2'])
      expect((await send(drainQueue, { ...jobs, ...bearer(secret), body })).status).toBe(401);
    vi.stubEnv('CRON_SECRET', '');
    expect((await send(drainQueue, { ...jobs, ...bearer(''), body })).status).toBe(401);
    expect((await sendAsAdmin(drainQueueBySchedule, jobs)).status).toBe(403);
  });

  test('does what is due, and says how it went and when there is more', async () => {
    await add([
      { name: 'nobody-knows-this' },
      { name: 'webhook', data: { event: 'y' }, delayMs: 60_000 },
    ]);
    const elsewhere = { event: 'x', url: 'https://elsewhere.example/' };
    const body = { name: 'webhook', data: elsewhere };
    expect((await sendAsAdmin(enqueueJobs, { params: demo, body })).status).toBe(201);
    const drained = await answer<Record<string, number>>(drainQueue, { body: { budgetMs: 2_000 } });
    expect(drained).toMatchObject({ claimed: 2, done: 0, dead: 2, retried: 0, released: 0 });
    expect(drained.nextDueMs).toBeGreaterThan(50_000);
    expect(drained.tookMs).toBeLessThan(2_000);
    const { jobs } = await answer<{ jobs: { error: string }[] }>(listJobs, {
      query: { state: 'dead' },
    });
    expect(jobs.map(({ error }) => error).sort()).toEqual([
      'No worker here knows how to do "nobody-knows-this"',
      'elsewhere.example is not one of the hosts in WEBHOOK_HOSTS',
    ]);
  });
});

test.each([101, 3_999])(
  'a queue can be drained within %i ms, which has no half',
  async (budgetMs) => {
    expect(await answer(drainQueue, { body: { budgetMs } })).toMatchObject({ claimed: 0 });
  },
);

describe('what one job does to the others', () => {
  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
    'a job called %s is one that no worker knows, and ends none',
    async (name) => {
      await add({ name });
      const drained = await answer(drainQueue, { body: { budgetMs: 500 } });
      expect(drained).toMatchObject({ claimed: 1, dead: 1 });
    },
  );

  test.each(['a\u2028b', 'a\u2029b', ' ', '\u2028'])(
    'the error %j is read back with its list',
    async (error) => {
      await add([{ name: 'a', attempts: 1 }, { name: 'b' }]);
      const { jobs } = await claim();
      const [job] = jobs;
      const params = { ...demo, id: job!.id };
      await answer(failJob, { params, body: { token: job!.token, error } });
      const page = await answer<{ jobs: object[]; unreadable: number }>(listJobs, {
        query: { state: 'dead' },
      });
      expect(page).toMatchObject({ unreadable: 0, jobs: [{ state: 'dead', name: 'a' }] });
      expect(await answer(readJob, { params })).toMatchObject({ state: 'dead' });
    },
  );

  test('what is no record is passed over and counted, in lists, reads and claims', async () => {
    await add([
      { name: 'a', id: 'whole' },
      { name: 'a', id: 'gone' },
      { name: 'a', id: 'garbage' },
      { name: 'a', id: 'no-json' },
      { name: 'a', id: 'last' },
    ]);
    await redis.hdel(keys.jobs(place), 'gone');
    await redis.hset(keys.jobs(place), { garbage: 'oops', ':no-json': '{' });
    const page = await answer<{ jobs: { id: string }[]; unreadable: number }>(listJobs, {});
    expect(page.unreadable).toBe(2);
    expect(page.jobs.map(({ id }) => id)).toEqual(['whole', 'no-json', 'last']);
    for (const id of ['gone', 'garbage', 'no-json'])
      expect((await asUser(readJob, { params: { ...demo, id } })).status).toBe(404);
    const { jobs } = await claim({ most: 10 });
    expect(jobs.map(({ id }) => id)).toEqual(['whole', 'last']);
  });

  test('what is no record and stands first keeps nobody from the jobs behind it', async () => {
    await add(['gone', 'garbage', 'old', 'whole'].map((id) => ({ name: 'a', id })));
    await redis.hdel(keys.jobs(place), 'gone');
    await redis.hset(keys.jobs(place), { garbage: 'oops', old: '1 2 3\n\n\n' });
    const claimed: string[] = [];
    for (let call = 0; call < 4; call++)
      claimed.push(...(await claim({ most: 1 })).jobs.map(({ id }) => id));
    expect(claimed).toEqual(['whole']);
    expect((await claim({ most: 1 })).nextDueMs).toBeGreaterThan(0);
    await answer(editJobs, { body: { action: 'retry', ids: ['garbage', 'old'] } });
  });

  test('what acts on all is for admins, whatever queue it is put in', async () => {
    const row = { sku: 'A-1', name: 'a', category: 'b', priceCents: 0, stock: 1 };
    const importing = { name: 'import-rows', data: { tenantId: 1, rows: [row] } };
    const webhook = { name: 'webhook', data: { event: 'a', url: 'https://elsewhere.example/' } };
    for (const queue of ['demo', 'jobs'])
      for (const body of [
        importing,
        webhook,
        [{ name: 'report', data: { tenantId: 1, year: 2026 } }, importing],
      ])
        expect(await refusalOf(asUser(enqueueJobs, { params: { queue }, body }))).toMatchObject({
          status: 403,
          code: 'forbidden',
        });
    expect(await answer<{ jobs: unknown[] }>(listJobs, {})).toMatchObject({ jobs: [] });
    expect((await sendAsAdmin(enqueueJobs, { params: demo, body: importing })).status).toBe(201);
  });
});

describe('the receiver of webhooks', () => {
  const body = { type: 'order.placed', data: { id: 7 } };
  const deliver = async (headers: Record<string, string>, query: Record<string, string> = {}) =>
    send(receiveWebhook, { body, headers, query });
  const signed = async (secret?: string, at = Date.now()) => ({
    ...sign(secret ?? (await webhookSecret(redis)), 'hook-1', JSON.stringify(body), at),
  });

  test('takes what is signed', async () => {
    const taken = await deliver(await signed());
    expect(await taken.json()).toEqual({ received: true, id: 'hook-1', attempt: 1 });
  });

  test('refuses as often as asked, then takes it', async () => {
    const attempt = async (n: number) =>
      (await deliver({ ...(await signed()), 'webhook-attempt': String(n) }, { failures: '2' }))
        .status;
    expect([await attempt(1), await attempt(2), await attempt(3)]).toEqual([503, 503, 200]);
  });

  test('refuses another secret, another body, an old time and no signature', async () => {
    const right = await signed();
    expect((await deliver(await signed('another'))).status).toBe(401);
    expect((await deliver(await signed(undefined, Date.now() - 600_000))).status).toBe(401);
    expect((await deliver({ ...right, 'webhook-id': 'hook-2' })).status).toBe(401);
    expect((await deliver({})).status).toBe(401);
    expect((await send(receiveWebhook, { body: {}, headers: { ...right } })).status).toBe(401);
  });
});
