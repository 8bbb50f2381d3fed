import { describe, expect, test } from 'vitest';
import type { Operation } from '@/lib/contract';
import type { Problem } from '@/lib/http/problem';
import {
  acquireLock,
  extendLock,
  listLocks,
  readGuarded,
  releaseLock,
  writeGuarded,
} from '@/lib/patterns/lock/contract';
import { readScheduledRuns, runScheduled } from '@/lib/patterns/lock/contract-schedule';
import { send, type Call } from '../support/api';
import { refusalOf, refused } from '../support/problems';
import { makeUser, sendAsAdmin } from '../support/callers';
import { testRedis } from '../support/redis';

const user = await makeUser(testRedis().redis);
const sendAsUser = (operation: Operation, call: Call) =>
  send(operation, { ...call, headers: { ...user.cookie, ...call.headers } });
const named = () => ({ resource: `r-${crypto.randomUUID()}` });
const ttlMs = 5_000;
const token = 'a-token-of-the-right-form';

async function json<T = Record<string, unknown>>(operation: Operation, call: Call) {
  const answer = await sendAsUser(operation, call);
  return { status: answer.status, ...((await answer.json()) as T) };
}
type Granted = { status: number; token: string; fence: number; expiresAt: number };
const take = (params: { resource: string }, ttl = ttlMs) =>
  json<Granted>(acquireLock, { params, body: { ttlMs: ttl } });

const refusal = (operation: Operation, call: Call) => refusalOf(sendAsUser(operation, call));
const isHeld = async ({ resource }: { resource: string }) => {
  const { locks } = await json<{ locks: { resource: string }[] }>(listLocks, {});
  return locks.some((lock) => lock.resource === resource);
};

describe('bad input names the field, and nothing is written', () => {
  test.each(['', 'a b', '{a}', 'a:b', '#', 'ａ', 'a\0', 'a\n', 'x'.repeat(65), '../a', '*'])(
    'the resource %j',
    async (resource) => {
      const calls: [Operation, Call][] = [
        [acquireLock, { body: { ttlMs } }],
        [extendLock, { body: { ttlMs, token } }],
        [releaseLock, { body: { token } }],
        [writeGuarded, { body: { token, fence: 1, value: '' } }],
        [readGuarded, {}],
      ];
      for (const [operation, call] of calls)
        expect(await refusal(operation, { ...call, params: { resource } })).toEqual(
          refused('path/resource'),
        );
    },
  );

  test.each([0, -1, 99, 1.5, 600_001, 1e300, '1000', null, true, [1_000], undefined])(
    'a TTL of %j',
    async (ttl) => {
      const params = named();
      for (const [operation, rest] of [
        [acquireLock, {}],
        [extendLock, { token }],
      ] as const)
        expect(await refusal(operation, { params, body: { ttlMs: ttl, ...rest } })).toEqual(
          refused('body/ttlMs'),
        );
      expect(await isHeld(params)).toBe(false);
    },
  );

  test.each([
    ['waitMs', -1],
    ['waitMs', 10_001],
    ['waitMs', 0.5],
    ['waitMs', '1'],
    ['owner', ''],
    ['owner', 'a b'],
    ['owner', 'ａnn'],
    ['owner', 'a\n'],
    ['owner', 7],
    ['owner', 'x'.repeat(65)],
    ['token', token],
  ])('taking with %s %j', async (field, value) => {
    const params = named();
    const call = { params, body: { ttlMs, [field]: value } };
    expect(await refusal(acquireLock, call)).toEqual(refused(`body/${field}`));
    expect(await isHeld(params)).toBe(false);
  });

  test.each(['', 'short', 'a token with spaces', 'x'.repeat(65), '{aaaaaaaaaaaaaaaa}', null, 7])(
    'the token %j',
    async (bad) => {
      const params = named();
      const grant = await take(params);
      expect(await refusal(releaseLock, { params, body: { token: bad } })).toEqual(
        refused('body/token'),
      );
      expect(await refusal(extendLock, { params, body: { ttlMs, token: bad } })).toEqual(
        refused('body/token'),
      );
      expect(await isHeld(params)).toBe(true);
      await json(releaseLock, { params, body: { token: grant.token } });
    },
  );

  test.each([0, -1, 1.5, 2 ** 53, '1', null, undefined])('the fence %j', async (fence) => {
    const params = named();
    const call = { params, body: { token, fence, value: 'x' } };
    expect(await refusal(writeGuarded, call)).toEqual(refused('body/fence'));
    expect(await json(readGuarded, { params })).toMatchObject({ value: null, fence: null });
  });

  test('a fence that was not granted with its token', async () => {
    const params = named();
    const grant = await take(params);
    const other = await take(named());
    const later = (Date.now() + 50_000) * 1_000;
    const pairs = [
      { token: grant.token, fence: later },
      { token: grant.token, fence: other.fence },
      { token: other.token, fence: other.fence },
      { token: other.token, fence: grant.fence },
      { token: 'x'.repeat(32), fence: later },
    ];
    for (const pair of pairs)
      expect(await refusal(writeGuarded, { params, body: { ...pair, value: 'x' } })).toMatchObject({
        status: 409,
        code: 'lock_lost',
      });
    expect(await json(readGuarded, { params })).toMatchObject({ value: null, fence: null });
    const { token, fence } = grant;
    const written = await json(writeGuarded, { params, body: { token, fence, value: 'mine' } });
    expect(written).toMatchObject({ status: 200, value: 'mine' });
  });

  test("the app's own resources cannot be named", async () => {
    const task = { resource: 'schedule.key-count' };
    const { token, fence } = await take(task);
    await json(writeGuarded, { params: task, body: { token, fence, value: 'oops' } });
    await json(releaseLock, { params: task, body: { token } });
    expect(await json(readScheduledRuns, {})).toMatchObject({ status: 200 });
  });

  test.each([7, null, ['x'], { a: 1 }, 'x'.repeat(16_385)])(
    'a value that is none',
    async (value) => {
      const params = named();
      const call = { params, body: { token, fence: 1, value } };
      expect(await refusal(writeGuarded, call)).toEqual(refused('body/value'));
    },
  );

  test('an Idempotency-Key that could be guessed, as the token is made of it', async () => {
    const params = named();
    const headers = { 'idempotency-key': '1' };
    expect(await refusal(acquireLock, { params, body: { ttlMs }, headers })).toEqual(
      refused('header/idempotency-key'),
    );
    expect(await isHeld(params)).toBe(false);
  });

  test.each(['', 'a b', '{a}', 'x'.repeat(65), null, 7])('the caller %j', async (caller) => {
    expect(await refusal(runScheduled, { body: { caller } })).toEqual(refused('body/caller'));
  });
});

describe('over HTTP', () => {
  test('a lock is taken, refused, extended, released; the list says so and never a token', async () => {
    const params = named();
    const grant = await take(params);
    expect(grant).toEqual({
      status: 201,
      token: expect.any(String),
      fence: expect.any(Number),
      grantedAt: expect.any(Number),
      expiresAt: expect.any(Number),
    });
    const held = await json<Problem>(acquireLock, { params, body: { ttlMs } });
    expect(held).toMatchObject({ status: 409, code: 'lock_held', retryAfterMs: 1_000 });
    expect(held.detail).toContain(user.name);
    expect(held.detail).toContain(String(grant.fence));

    const extension = { params, body: { token: grant.token, ttlMs: 60_000 } };
    expect(await json(extendLock, extension)).toMatchObject({ status: 200, fence: grant.fence });
    const listed = await (await send(listLocks)).text();
    expect(listed).toContain(params.resource);
    expect(listed + JSON.stringify(held)).not.toContain(grant.token);

    const release = { params, body: { token: grant.token } };
    expect(await json(releaseLock, release)).toEqual({ status: 200, outcome: 'released' });
    expect(await json(releaseLock, release)).toEqual({ status: 200, outcome: 'released' });
    expect(await json(extendLock, extension)).toMatchObject({ status: 409, code: 'lock_lost' });
    expect(await isHeld(params)).toBe(false);
  });

  test('the same Idempotency-Key gets the same grant; another user with it does not', async () => {
    const params = named();
    const call = { params, body: { ttlMs }, headers: { 'idempotency-key': crypto.randomUUID() } };
    const answers = await Promise.all(Array.from({ length: 5 }, () => json(acquireLock, call)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 201 });
    expect((await sendAsAdmin(acquireLock, call)).status).toBe(409);
  });

  test('who waits gets it as soon as it is given back, or is told after the time', async () => {
    const params = named();
    const { token } = await take(params, 60_000);
    const late = await json(acquireLock, { params, body: { ttlMs, waitMs: 80 } });
    expect(late).toMatchObject({ status: 409, detail: expect.stringContaining('Place 1') });
    const wait = json(acquireLock, { params, body: { ttlMs, waitMs: 9_000, owner: 'next' } });
    await json(releaseLock, { params, body: { token } });
    expect(await wait).toMatchObject({ status: 201 });
    const { locks } = await json<{ locks: object[] }>(listLocks, {});
    expect(locks).toContainEqual(expect.objectContaining({ ...params, owner: 'next' }));
  });

  test('a stale holder can neither write nor release nor extend', async () => {
    const params = named();
    const stale = await take(params, 100);
    const next = await json<Granted>(acquireLock, { params, body: { ttlMs, waitMs: 9_000 } });
    expect(next.fence).toBeGreaterThan(stale.fence);
    const write = ({ token, fence }: Granted, value?: string) =>
      json(writeGuarded, { params, body: { token, fence, value } });
    expect(await write(stale, 'early')).toMatchObject({ status: 409, code: 'stale_fence' });
    expect(await write(next)).toMatchObject({ status: 200, value: null });
    expect(await write(next, 'mine')).toMatchObject({ status: 200, value: 'mine' });
    expect(await write(stale, 'late')).toMatchObject({ status: 409, code: 'stale_fence' });
    const body = { token: stale.token };
    expect(await json(releaseLock, { params, body })).toMatchObject({ code: 'lock_lost' });
    expect(await json(extendLock, { params, body: { ...body, ttlMs } })).toMatchObject({
      code: 'lock_lost',
    });
    expect(await json(readGuarded, { params })).toMatchObject({
      value: 'mine',
      fence: next.fence,
    });
    expect(await isHeld(params)).toBe(true);
  });

  test('only an admin breaks a lock without its token', async () => {
    const params = named();
    await take(params);
    expect(await refusal(releaseLock, { params, body: {} })).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
    expect(await isHeld(params)).toBe(true);
    const broken = await sendAsAdmin(releaseLock, { params, body: {} });
    expect(await broken.json()).toEqual({ outcome: 'released' });
    expect(await isHeld(params)).toBe(false);
  });

  test('of two servers that call at once, one at the most runs, and all calls are in the history', async () => {
    const names = ['a', 'b'].map((name) => `${name}-${crypto.randomUUID()}`);
    const calls = names.map((caller) => json(runScheduled, { body: { caller } }));
    const outcomes = (await Promise.all(calls)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'ran').length).toBeLessThanOrEqual(1);
    const history = await json<{ calls: { caller: string }[] }>(readScheduledRuns, {});
    expect(history.calls.map(({ caller }) => caller)).toEqual(expect.arrayContaining(names));
  });
});
