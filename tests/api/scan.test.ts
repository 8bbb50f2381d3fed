import { beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '@/lib/contract';
import {
  demoBounds,
  describeKeys,
  listKeys,
  makeDemoKeys,
  maxDescribed,
  measureKeys,
  summarizeKeys,
} from '@/lib/patterns/scan/contract';
import {
  cancelSweep,
  createSweep,
  readSweep,
  stepSweep,
  type Sweep,
} from '@/lib/patterns/scan/contract-sweeps';
import { keyTypes } from '@/lib/patterns/scan/contract-names';
import { deleteKey, readKey } from '@/lib/patterns/scan/contract-values';
import { send as sendAnonymously, type Call } from '../support/api';
import { refusalOf, refused } from '../support/problems';
import { makeUser, sendAsAdmin, type TestUser } from '../support/callers';
import { freshKeySpace } from '../support/key-space';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const demo = 'rp:demo:*';
/** Numbers of demo keys that no other test makes. */
const numbers = { from: 91_000, count: 60 };
const demoText = `rp:demo:session:${numbers.from + 7}`;

let ann: TestUser;
let ben: TestUser;
beforeAll(async () => {
  ann = await makeUser(redis);
  ben = await makeUser(redis);
});
const as = (user: TestUser | undefined) => (operation: Operation, call: Call) =>
  sendAnonymously(operation, { ...call, headers: { ...user?.cookie, ...call.headers } });

type Send = (operation: Operation, call: Call) => Promise<Response>;

const refusal = (operation: Operation, call: Call, send: Send = sendAsAdmin) =>
  refusalOf(send(operation, call));
const json = async <T>(answer: Response | Promise<Response>) => (await (await answer).json()) as T;

describe('bad input names the field', () => {
  test.each([
    ['query/match', { match: '' }],
    ['query/match', { match: 'x'.repeat(4_097) }],
    ['query/type', { type: 'hyperloglog' }],
    ['query/type', { type: 'String' }],
    ['query/cursor', { cursor: '17' }],
    ['query/cursor', { cursor: '1.2.3' }],
    ['query/cursor', { cursor: '１.2.3.' }],
    ['query/cursor', { cursor: `${'9'.repeat(21)}.0.0.` }],
    ['query/cursor', { cursor: `${2n ** 64n - 1n}.0.0.` }],
    ['query/cursor', { cursor: `${'9'.repeat(20)}.0.0.` }],
    ['query/budgetMs', { budgetMs: '0' }],
    ['query/budgetMs', { budgetMs: '-5' }],
    ['query/budgetMs', { budgetMs: '1e9' }],
    ['query/budgetMs', { budgetMs: '10.5' }],
    ['query/budgetMs', { budgetMs: 'soon' }],
    ['query/limit', { limit: '0' }],
    ['query/limit', { limit: '10001' }],
    ['query/count', { count: '10' }],
  ])('a scan: %s of %j', async (field, query) => {
    expect(await refusal(listKeys, { query: query as Record<string, string> })).toEqual(
      refused(field),
    );
  });

  test.each([
    ['query/match', { match: '' }],
    ['query/cursor', { cursor: '{1}.0.0.' }],
    ['query/budgetMs', { budgetMs: '2001' }],
  ])('a summary: %s of %j', async (field, query) => {
    expect(await refusal(summarizeKeys, { query: query as Record<string, string> })).toEqual(
      refused(field),
    );
  });

  test.each([
    ['body/keys', {}],
    ['body/keys', { keys: [] }],
    ['body/keys', { keys: 'a' }],
    ['body/keys', { keys: Array(maxDescribed + 1).fill('a') }],
    ['body/keys/1', { keys: ['a', 7] }],
    ['body/keys/0', { keys: ['half \uD83D'] }],
    ['body/keys/0', { keys: ['x'.repeat(4_097)] }],
  ])('details: %s of %j', async (field, body) => {
    expect(await refusal(describeKeys, { body })).toEqual(refused(field));
  });

  test.each([
    ['query/key', {}],
    ['query/key', { key: 'x'.repeat(4_097) }],
    ['query/cursor', { key: 'a', cursor: '{0}' }],
    ['query/cursor', { key: 'a', cursor: '1e3' }],
    ['query/cursor', { key: 'a', cursor: '' }],
    ['query/cursor', { key: 'a', cursor: '-' }],
    ['query/cursor', { key: 'a', cursor: '1-2-3' }],
    ['query/cursor', { key: 'a', cursor: '9'.repeat(20) }],
    ['query/cursor', { key: 'a', cursor: `${2n ** 64n - 1n}-${2n ** 64n - 1n}` }],
  ])('a value: %s of %j', async (field, query) => {
    expect(await refusal(readKey, { query: query as Record<string, string> })).toEqual(
      refused(field),
    );
  });

  test.each([
    ['body/count', {}],
    ['body/count', { count: 0 }],
    ['body/count', { count: -1 }],
    ['body/count', { count: 1.5 }],
    ['body/count', { count: demoBounds.perCall + 1 }],
    ['body/count', { count: '10' }],
    ['body/from', { from: -1, count: 1 }],
    ['body/from', { from: demoBounds.inAll, count: 1 }],
    ['body/prefix', { count: 1, prefix: 'other' }],
  ])('demo keys: %s of %j, and none is made', async (field, body) => {
    const answer = await sendAsAdmin(makeDemoKeys, { body });
    expect(answer.headers.get('server-timing')).toMatch(
      /redis;dur=[\d.]+;desc="0 trips, 0 commands"/,
    );
    expect(await refusal(makeDemoKeys, { body })).toEqual(refused(field));
  });

  const wanted = { match: demo, action: 'delete' };
  test.each([
    ['body/match', { action: 'count' }],
    ['body/match', { ...wanted, match: '' }],
    ['body/match', { ...wanted, match: 'half \uDC00' }],
    ['body/action', { ...wanted, action: 'flush' }],
    ['body/type', { ...wanted, type: 'any' }],
    ['body/ttlMs', { ...wanted, action: 'expire' }],
    ['body/ttlMs', { ...wanted, action: 'expire', ttlMs: 999 }],
    ['body/ttlMs', { ...wanted, action: 'expire', ttlMs: 1e300 }],
    ['body/ttlMs', { ...wanted, action: 'expire', ttlMs: 1_000.5 }],
    ['body/ttlMs', { ...wanted, ttlMs: 5_000 }],
    ['body/dryRun', { ...wanted, dryRun: 'no' }],
    ['body/confirm', { ...wanted, dryRun: false, dryRunId: 'x' }],
    ['body/confirm', { ...wanted, dryRun: false, dryRunId: 'x', confirm: 'rp:demo:＊' }],
    ['body/confirm', { ...wanted, dryRun: false, dryRunId: 'x', confirm: ' rp:demo:*' }],
    ['body/dryRunId', { ...wanted, dryRun: false, confirm: demo }],
    ['body/dryRunId', { ...wanted, dryRun: false, confirm: demo, dryRunId: '{a}' }],
    ['body/dryRunId', { ...wanted, dryRun: false, confirm: demo, dryRunId: 'none' }],
    ['body/owner', { ...wanted, owner: 'ben' }],
  ])('a sweep: %s of %j', async (field, body) => {
    expect(await refusal(createSweep, { body })).toEqual(refused(field));
  });

  test.each(['{a}', 'a b', 'ａ', 'x'.repeat(65), 'a\0'])('the sweep %j', async (id) => {
    const params = { id };
    for (const operation of [readSweep, cancelSweep])
      expect(await refusal(operation, { params })).toEqual(refused('path/id'));
    expect(await refusal(stepSweep, { params, body: {} })).toEqual(refused('path/id'));
  });

  test.each([0, 9, 2_001, 1.5, '100', null])('a step of %j ms', async (budgetMs) => {
    const call = { params: { id: 'x' }, body: { budgetMs } };
    expect(await refusal(stepSweep, call)).toEqual(refused('body/budgetMs'));
  });
});

describe('who may see what', () => {
  const forbidden = { status: 403, code: 'forbidden', fields: [] };

  test('demo keys are open to all, others to admins', async () => {
    await sendAsAdmin(makeDemoKeys, { body: numbers });
    for (const user of [undefined, ann]) {
      const send = as(user);
      expect((await send(listKeys, { query: { match: demo } })).status).toBe(200);
      expect((await send(summarizeKeys, { query: { match: demo } })).status).toBe(200);
      expect((await send(describeKeys, { body: { keys: [demoText] } })).status).toBe(200);
      expect((await send(readKey, { query: { key: demoText } })).status).toBe(200);
      expect((await send(measureKeys, {})).status).toBe(200);
    }
  });

  test.each([
    '*',
    'rp:demo',
    'rp:demo*',
    'rp:dem?:*',
    'rp:[d]emo:*',
    'rp\\:*',
    '{rp:sessions:*',
    ' rp:demo:*',
    'RP:DEMO:*',
  ])('%j is not', async (match) => {
    for (const user of [undefined, ann]) {
      const send = as(user);
      expect(await refusal(listKeys, { query: { match } }, send)).toEqual(forbidden);
      expect(await refusal(summarizeKeys, { query: { match } }, send)).toEqual(forbidden);
    }
    const body = { match, action: 'count' };
    expect(await refusal(createSweep, { body }, as(ann))).toEqual(forbidden);
    expect((await sendAsAdmin(listKeys, { query: { match, budgetMs: '10' } })).status).toBe(200);
  });

  test('no key outside of them is described, read or deleted, though it is named beside one', async () => {
    const { base, fill } = freshKeySpace();
    await fill(1);
    const key = `${base}0`;
    for (const user of [undefined, ann]) {
      const send = as(user);
      const body = { keys: [demoText, key] };
      expect(await refusal(describeKeys, { body }, send)).toEqual(forbidden);
      expect(await refusal(readKey, { query: { key } }, send)).toEqual(forbidden);
    }
    expect(await refusal(deleteKey, { query: { key } }, as(ann))).toEqual(forbidden);
    expect(await refusal(deleteKey, { query: { key } }, as(undefined))).toMatchObject({
      code: 'not_signed_in',
    });
    expect(await redis.exists(key)).toBe(1);
  });

  test('a sweep is its owner’s, and an admin’s', async () => {
    const body = { match: demo, action: 'count' };
    const { id } = await json<Sweep>(as(ann)(createSweep, { body }));
    const params = { id };
    const missing = { status: 404, code: 'not_found', fields: [] };
    expect(await refusal(readSweep, { params }, as(ben))).toEqual(missing);
    expect(await refusal(stepSweep, { params, body: {} }, as(ben))).toEqual(missing);
    expect(await refusal(cancelSweep, { params }, as(ben))).toEqual(missing);
    expect((await as(ann)(readSweep, { params })).status).toBe(200);
    expect((await sendAsAdmin(readSweep, { params })).status).toBe(200);
  });
});

describe('over HTTP', () => {
  test('the largest numbers that a cursor may have are answered, whatever the type of the key', async () => {
    const largest = `${2n ** 64n - 2n}`;
    await sendAsAdmin(makeDemoKeys, { body: numbers });
    const { keys } = await json<{ keys: string[] }>(
      sendAsAdmin(listKeys, { query: { match: 'rp:demo:*9100[0-9]*' } }),
    );
    const query = { match: demo, cursor: `${largest}.0.0.` };
    expect((await sendAsAdmin(listKeys, { query })).status).toBe(200);
    const types = await Promise.all(keys.map((key) => redis.type(key)));
    expect(new Set(types)).toEqual(new Set(keyTypes));
    for (const key of keys)
      for (const cursor of [largest, `${largest}-${largest}`])
        expect((await sendAsAdmin(readKey, { query: { key, cursor } })).status, key).toBe(200);
  });

  test('a missing key whose name may not be what it seems says so', async () => {
    const answer = await sendAsAdmin(readKey, { query: { key: 'rp:demo:\uFFFD' } });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('no UTF-8');
  });

  test('the cursor of one call is taken by the next, until all was seen', async () => {
    const { match, fill } = freshKeySpace();
    const keys = await fill(3_500);
    const found = new Set<string>();
    type Page = { keys: string[]; next: string | null };
    let cursor: string | null | undefined;
    do {
      const query = { match, limit: '1', ...(cursor && { cursor }) };
      const page = await json<Page>(sendAsAdmin(listKeys, { query }));
      page.keys.forEach((key) => found.add(key));
      cursor = page.next;
    } while (cursor !== null);
    expect([...found].sort()).toEqual(keys.sort());
  });

  test.each(['.', '..', 'a/b', 'a b', '%41', '+', '&x=1', '"', 'n\nl', 'n\0l', '🗝️', '{t}'])(
    'a key that is called %j is read and deleted by just this name',
    async (name) => {
      const { base } = freshKeySpace();
      const key = base + name;
      await redis.set(key, name);
      const query = { key };
      expect(await json(sendAsAdmin(readKey, { query }))).toMatchObject({
        key,
        size: expect.any(Number),
      });
      expect(await json(sendAsAdmin(deleteKey, { query }))).toEqual({ key, deleted: true });
      expect((await sendAsAdmin(readKey, { query })).status).toBe(404);
    },
  );

  test('a user tries a sweep of demo keys, confirms it, and only those are gone', async () => {
    await as(ann)(makeDemoKeys, { body: numbers });
    const match = `rp:demo:session:${numbers.from.toString().slice(0, 3)}*`;
    const wanted = { match, action: 'delete' };
    const dry = await json<Sweep>(as(ann)(createSweep, { body: wanted }));
    const early = { ...wanted, dryRun: false, confirm: match, dryRunId: dry.id };
    expect(await refusal(createSweep, { body: early }, as(ann))).toEqual(refused('body/dryRunId'));
    const toEnd = async (id: string) => {
      for (;;) {
        const call = { params: { id }, body: { budgetMs: 2_000 } };
        const sweep = await json<Sweep>(as(ann)(stepSweep, call));
        if (sweep.status === 'done') return sweep;
      }
    };
    const tried = await toEnd(dry.id);
    expect(tried.matched).toBeGreaterThan(40);
    // The dry run of one is not that of another.
    expect(await refusal(createSweep, { body: early }, as(ben))).toEqual(refused('body/dryRunId'));
    const real = await json<Sweep>(as(ann)(createSweep, { body: early }));
    expect(await toEnd(real.id)).toMatchObject({ acted: tried.matched, unconfirmed: 0 });
    expect(await redis.exists(demoText)).toBe(0);
    expect(await redis.exists(`rp:demo:user:{${numbers.from}}:profile`)).toBe(1);
  });

  test('the same Idempotency-Key begins one sweep, for another body it is refused', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const body = { match: demo, action: 'count' };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => json<Sweep>(sendAsAdmin(createSweep, { body, headers }))),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    const other = { body: { ...body, match: 'x*' }, headers };
    expect(await refusal(createSweep, other)).toMatchObject({ code: 'idempotency_key_reused' });
  });
});
