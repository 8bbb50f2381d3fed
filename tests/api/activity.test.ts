import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Operation } from '@/lib/contract';
import {
  eraseActivity,
  readActives,
  readSummary,
  readTimeline,
  recordActivity,
} from '@/lib/patterns/activity/contract';
import type { TimelinePage } from '@/lib/patterns/activity/contract-schemas';
import { recordPageViews } from '@/lib/patterns/analytics/contract';
import { startRun, submitScore } from '@/lib/patterns/leaderboard/contract';
import { keys as runKeys } from '@/lib/patterns/leaderboard/keys';
import { enqueueJobs } from '@/lib/patterns/queue/contract';
import { signIn } from '@/lib/patterns/sessions/contract';
import { send, type Call } from '../support/api';
import { makeKey, makeUser, revokeKeys, sendAsAdmin, type TestUser } from '../support/callers';
import { refusalOf, refused } from '../support/problems';
import { testRedis } from '../support/redis';

const { redis } = testRedis();

afterEach(() => void vi.unstubAllEnvs());

const refusal = (operation: Operation, call: Call) => refusalOf(sendAsAdmin(operation, call));

/** What a user sees of their own timeline. */
async function timelineOf({ name, cookie }: TestUser) {
  const answer = await send(readTimeline, { params: { id: name }, headers: cookie });
  const { entries } = (await answer.json()) as TimelinePage;
  return entries.map(({ type, subject }) => (subject === undefined ? [type] : [type, subject]));
}

describe('bad input names the field, and nothing is written', () => {
  test.each([
    '',
    '.',
    '..',
    'a b',
    '{a}',
    'a:b',
    'ａnn',
    'a\0',
    'a\n',
    'x'.repeat(129),
    '*',
    'a/b',
  ])('the user %j', async (id) => {
    const params = { id };
    const body = { type: 'job' };
    expect(await refusal(recordActivity, { params, body })).toEqual(refused('path/id'));
    for (const operation of [readTimeline, eraseActivity, readSummary])
      expect(await refusal(operation, { params })).toEqual(refused('path/id'));
  });

  test.each([
    ['body/type', {}],
    ['body/type', { type: 'Job' }],
    ['body/type', { type: 'constructor' }],
    ['body/type', { type: 3 }],
    ['body/type', { type: ['job'] }],
    ['body/subject', { type: 'job', subject: '' }],
    ['body/subject', { type: 'job', subject: null }],
    ['body/subject', { type: 'job', subject: 1e308 }],
    ['body/subject', { type: 'job', subject: 'a\u0000b' }],
    ['body/subject', { type: 'job', subject: 'a\u0085b' }],
    ['body/subject', { type: 'job', subject: 'x'.repeat(513) }],
    ['body/at', { type: 'job', at: 0 }],
    ['body/user', { type: 'job', user: 'ben' }],
  ])('%s of %j', async (field, body) => {
    const params = { id: `user-${crypto.randomUUID()}` };
    expect(await refusal(recordActivity, { params, body })).toEqual(refused(field));
    const answer = await sendAsAdmin(readSummary, { params });
    expect(await answer.json()).toMatchObject({ days: 0, firstDay: null });
  });

  test.each([
    ['query/limit', { limit: '0' }],
    ['query/limit', { limit: '101' }],
    ['query/limit', { limit: '1.5' }],
    ['query/limit', { limit: '-1' }],
    ['query/cursor', { cursor: '+' }],
    ['query/cursor', { cursor: '1-' }],
    ['query/cursor', { cursor: '(1-0' }],
    ['query/cursor', { cursor: `${'9'.repeat(16)}-0` }],
    ['query/cursor', { cursor: '١-٠' }],
    ['query/offset', { offset: '1' }],
  ])('timeline: %s of %j', async (field, query) => {
    const call = { params: { id: 'ann' }, query };
    expect(await refusal(readTimeline, call)).toEqual(refused(field));
  });

  test.each(['1h', '30D', '', 'constructor'])('actives: the range %j', async (range) => {
    expect(await refusal(readActives, { query: { range } })).toEqual(refused('query/range'));
  });
});

describe('over HTTP', () => {
  test('an event is recorded once for its key, read by its user and erased', async () => {
    const user = await makeUser(redis);
    const own = { params: { id: user.name }, headers: user.cookie };
    const event = { ...own, body: { type: 'message', subject: 'Büro {1}' } };
    const headers = { ...user.cookie, 'idempotency-key': crypto.randomUUID() };
    const answers = await Promise.all(
      [1, 2, 3].map(() => send(recordActivity, { ...event, headers })),
    );
    for (const answer of answers) expect(await answer.json()).toEqual({ recorded: true });
    const replayed = answers.filter((answer) => answer.headers.has('idempotency-replayed'));
    expect(replayed).toHaveLength(2);
    expect(await timelineOf(user)).toEqual([['message', 'Büro {1}']]);

    const other = { ...event, headers, body: { type: 'score' } };
    expect(await refusalOf(send(recordActivity, other))).toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(await (await send(eraseActivity, own)).json()).toEqual({ entries: 1, days: 1 });
    expect(await timelineOf(user)).toEqual([]);
  });

  test('pages follow one another by their cursors', async () => {
    const user = await makeUser(redis);
    const own = { params: { id: user.name }, headers: user.cookie };
    for (const subject of ['a', 'b', 'c'])
      await send(recordActivity, { ...own, body: { type: 'score', subject } });
    const page = async (query: Record<string, string>) =>
      (await (await send(readTimeline, { ...own, query })).json()) as TimelinePage;
    const first = await page({ limit: '2' });
    expect(first.entries.map(({ subject }) => subject)).toEqual(['c', 'b']);
    const second = await page({ limit: '2', cursor: first.next! });
    expect(second).toMatchObject({ entries: [{ subject: 'a' }], next: null });
  });

  test('anyone sees how many are active, and nobody’s name', async () => {
    const user = await makeUser(redis);
    await sendAsAdmin(recordActivity, { params: { id: user.name }, body: { type: 'job' } });
    const text = await (await send(readActives, { query: { range: '12w' } })).text();
    expect(JSON.parse(text)).toMatchObject({ today: expect.any(Number) });
    expect((JSON.parse(text) as { today: number }).today).toBeGreaterThanOrEqual(1);
    expect(text).not.toContain(user.name);
  });
});

describe('what the app itself sees', () => {
  test('a sign-in, a view, a score and a job are on the timeline of who did them', async () => {
    const ben = { name: 'ben', password: 'sample-ben' };
    vi.stubEnv('SAMPLE_ACCOUNTS', '1');
    const headers = { host: 'localhost' };
    const answer = await send(signIn, { body: ben, headers });
    expect(answer.status).toBe(201);
    const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
    const user = { name: 'ben', cookie: { cookie } };
    await send(eraseActivity, { params: { id: 'ben' }, headers: user.cookie });

    const again = await send(signIn, { body: ben, headers });
    expect(again.status).toBe(201);
    await expect.poll(() => timelineOf(user)).toEqual([['sign-in']]);

    await send(recordPageViews, { body: { path: '/pricing' }, headers: user.cookie });
    await expect.poll(() => timelineOf(user)).toContainEqual(['page-view', '/pricing']);

    const body = { name: 'report', data: { tenantId: 1, year: 2026 } };
    await send(enqueueJobs, { params: { queue: 'demo' }, body, headers: user.cookie });
    await expect.poll(() => timelineOf(user)).toContainEqual(['job', 'demo']);
    expect(await timelineOf(user)).toHaveLength(3);
  });

  test('the same operation again is noted once', async () => {
    const user = await makeUser(redis);
    const headers = { ...user.cookie, 'idempotency-key': crypto.randomUUID() };
    const call = { body: { path: '/twice' }, headers };
    for (let time = 0; time < 3; time++) await send(recordPageViews, call);
    await send(recordPageViews, { body: { path: '/last' }, headers: user.cookie });
    await expect
      .poll(() => timelineOf(user))
      .toEqual([
        ['page-view', '/last'],
        ['page-view', '/twice'],
      ]);
  });

  test('two operations under one key are two events', async () => {
    const user = await makeUser(redis);
    const headers = { ...user.cookie, 'idempotency-key': crypto.randomUUID() };
    const body = { name: 'report', data: { tenantId: 1, year: 2026 } };
    await send(recordPageViews, { body: { path: '/a' }, headers });
    await expect.poll(() => timelineOf(user)).toHaveLength(1);
    await send(enqueueJobs, { params: { queue: 'demo' }, body, headers });
    await expect
      .poll(() => timelineOf(user))
      .toEqual([
        ['job', 'demo'],
        ['page-view', '/a'],
      ]);
  });

  test('what is nobody’s own visit is on no timeline', async () => {
    const user = await makeUser(redis);
    const program = await makeKey(redis, user);
    const view = (path: string) => ({ path });
    for (const [body, headers] of [
      [view('/by-a-program'), program],
      [[view('/of-a-batch'), view('/of-a-batch')], user.cookie],
      [{ ...view('/generated'), generated: true }, user.cookie],
      [view('/not-to-be-tracked'), { ...user.cookie, dnt: '1' }],
      [view('/by-a-robot'), { ...user.cookie, 'user-agent': 'Googlebot/2.1' }],
      [view('/by-nobody'), {}],
      [view('/last'), user.cookie],
    ] as const)
      await send(recordPageViews, { body, headers });
    await expect.poll(() => timelineOf(user)).toEqual([['page-view', '/last']]);
    await revokeKeys(redis, [user]);
  });

  test('a score counts for who played, and not for the admin who counts one for another', async () => {
    const player = await makeUser(redis);
    const params = { board: 'five-seconds' };
    const body = { score: 5, member: player.name };
    await sendAsAdmin(submitScore, { params, body });
    const started = await send(startRun, { params, body: {}, headers: player.cookie });
    const { run } = (await started.json()) as { run: string };
    // The run's expiry is its clock: with a second left to live, it has lasted long enough.
    await redis.pexpire(runKeys.run({ prefix: 'rp', board: params.board, id: run }), 1_000);
    const played = { params, body: { run, score: 10 }, headers: player.cookie };
    expect((await send(submitScore, played)).status).toBe(200);
    await expect.poll(() => timelineOf(player)).toEqual([['score', 'five-seconds']]);
  });
});
