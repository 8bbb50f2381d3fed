import { describe, expect, test } from 'vitest';
import type { Operation } from '@/lib/contract';
import {
  compareBatches,
  listComparisons,
  ways,
  type Comparison,
} from '@/lib/patterns/pipeline/contract';
import {
  importUsers,
  invalidateUsers,
  maxLineBytes,
  maxLines,
  maxUploadBytes,
  readImport,
  readUser,
} from '@/lib/patterns/pipeline/contract-bulk';
import { keys } from '@/lib/patterns/pipeline/keys';
import { send as sendAsAnyone, type Call } from '../support/api';
import { refusalOf, refused } from '../support/problems';
import { makeUser, sendAsAdmin as send } from '../support/callers';
import { testRedis } from '../support/redis';
import { scan } from '../support/rooms';

const { redis } = testRedis();
const ndjson = { 'content-type': 'application/x-ndjson' };
const someone = () => `user-${crypto.randomUUID()}`;
const lineOf = (id: string, more = {}) =>
  JSON.stringify({ id, name: 'Ann', email: 'ann@example.com', ...more });

const refusal = (operation: Operation, call: Call) => refusalOf(send(operation, call));
const upload = (rawBody: BodyInit, query = {}): Call => ({ rawBody, query, headers: ndjson });
const exists = (user: string) => redis.exists(keys.profile({ prefix: 'rp', user }));

describe('bad input names the field, and nothing is written', () => {
  test.each([
    ['query/id', { id: 'users' }],
    ['query/id', { id: '{a}' }],
    ['query/from', { from: '0' }],
    ['query/from', { from: '-1' }],
    ['query/from', { from: '1.5' }],
    ['query/from', { from: '1e300' }],
    ['query/from', { from: '２' }],
    ['query/from', { from: String(maxLines + 1) }],
    ['query/more', { more: 'yes' }],
    ['query/line', { line: '1' }],
  ])('upload: %s of %j', async (field, query) => {
    const user = someone();
    expect(await refusal(importUsers, upload(lineOf(user), query))).toEqual(refused(field));
    expect(await exists(user)).toBe(0);
  });

  test.each([
    ['id', { id: 'ａnn' }],
    ['id', { id: '{a}' }],
    ['id', { id: 'a:b' }],
    ['id', { id: 7 }],
    ['id', { id: 'x'.repeat(65) }],
    ['name', { name: '' }],
    ['name', { name: 'a\u0000' }],
    ['name', { name: 'x'.repeat(129) }],
    ['name', { name: null }],
    ['email', { email: 'ann@' }],
    ['email', { email: ['a@b.io'] }],
    ['roles', { roles: 'user' }],
    ['roles', { roles: Array(9).fill('user') }],
    ['roles/0', { roles: ['a b'] }],
    ['rolls', { rolls: [] }],
  ])('a line: %s of %j', async (field, more) => {
    const user = someone();
    const answer = await send(importUsers, upload(lineOf(user, more)));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      updated: 0,
      failed: 1,
      errors: [{ line: 1, field }],
    });
    expect(await exists(user)).toBe(0);
  });

  test('an upload of another media type, or beyond the bound', async () => {
    const user = someone();
    const json = { rawBody: lineOf(user), headers: { 'content-type': 'application/json' } };
    expect(await refusal(importUsers, json)).toMatchObject({ status: 415 });
    const announced = {
      rawBody: 'x',
      headers: { ...ndjson, 'content-length': String(maxUploadBytes + 1) },
    };
    expect(await refusal(importUsers, announced)).toMatchObject({ status: 413 });
    expect(await exists(user)).toBe(0);
  });

  test.each([0, 1, -5, 1.5, 501, '100', null, 1e300])('%j commands', async (commands) => {
    expect(await refusal(compareBatches, { body: { commands } })).toEqual(refused('body/commands'));
  });

  test.each([
    ['body', {}],
    ['body', { users: ['a'], import: crypto.randomUUID() }],
    ['body/users', { users: [] }],
    ['body/users', { users: Array(1_001).fill('a') }],
    ['body/users/0', { users: ['{a}'] }],
    ['body/users/1', { users: ['a', 'a*'] }],
    ['body/import', { import: '*' }],
    ['body/keys', { keys: ['session:1'] }],
  ])('invalidation: %s', async (field, body) => {
    expect(await refusal(invalidateUsers, { body })).toEqual(refused(field));
  });

  test.each(['users', '*', '{a}', 'a b'])('the import %j', async (id) => {
    expect(await refusal(readImport, { params: { id } })).toEqual(refused('path/id'));
  });

  test.each(['-1', '1001', 'all'])('%s errors', async (errors) => {
    const call = { params: { id: crypto.randomUUID() }, query: { errors } };
    expect(await refusal(readImport, call)).toEqual(refused('query/errors'));
  });

  test('what is not there', async () => {
    const id = crypto.randomUUID();
    expect(await refusal(readImport, { params: { id } })).toMatchObject({ status: 404 });
    expect(await refusal(readUser, { params: { user: someone() } })).toMatchObject({ status: 404 });
  });
});

describe('who may', () => {
  const calls: [Operation, Call][] = [
    [importUsers, upload(lineOf('ann'))],
    [readImport, { params: { id: crypto.randomUUID() } }],
    [readUser, { params: { user: 'ann' } }],
    [invalidateUsers, { body: { users: ['ann'] } }],
  ];
  test.each(calls)('$path is for admins', async (operation, call) => {
    expect((await sendAsAnyone(operation, call)).status).toBe(401);
    const { cookie } = await makeUser(redis);
    const headers = { ...cookie, ...call.headers };
    expect((await sendAsAnyone(operation, { ...call, headers })).status).toBe(403);
  });
});

describe('an upload over HTTP', () => {
  test('is written while it arrives, and breaks off to be gone on with', async () => {
    const id = crypto.randomUUID();
    const run = crypto.randomUUID().slice(0, 8);
    const lines = Array.from({ length: 300 }, (_, i) => lineOf(`${run}-${i + 1}`, { name: 'Zoë' }));
    const bytes = new TextEncoder().encode(lines.join('\r\n'));
    let at = 0;
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        // Odd pieces, so that characters and line ends lie across them.
        if (at > bytes.length * 0.7) controller.error(new Error('The sender went away'));
        else controller.enqueue(bytes.slice(at, (at += 77)));
      },
    });
    expect(await refusal(importUsers, upload(broken, { id }))).toEqual(refused('body'));

    const read = await send(readImport, { params: { id } });
    const { line, state } = (await read.json()) as { line: number; state: string };
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThan(300);
    expect(state).toBe('open');

    const rest = lines.slice(line).join('\n');
    const answer = await send(importUsers, upload(rest, { id, from: String(line + 1) }));
    expect(await answer.json()).toMatchObject({ state: 'done', line: 300, updated: 300 });
    const last = await send(readUser, { params: { user: `${run}-300` } });
    expect(await last.json()).toMatchObject({ name: 'Zoë', roles: ['user'] });
    await send(invalidateUsers, { body: { import: id } });
  });

  test('takes several megabytes, and tells a line that is too long', async () => {
    const user = someone();
    const long = lineOf(user, { name: 'x'.repeat(maxLineBytes) });
    const body = [...Array(260).fill(long), lineOf(user)].join('\n');
    expect(body.length).toBeGreaterThan(4 * 1024 * 1024);
    const answer = await send(importUsers, upload(body));
    expect(await answer.json()).toMatchObject({ line: 261, updated: 1, failed: 260 });
    await send(invalidateUsers, { body: { users: [user] } });
  });

  test('is named by its Idempotency-Key where that can be a name', async () => {
    const key = crypto.randomUUID();
    const call = { ...upload(''), headers: { ...ndjson, 'idempotency-key': key } };
    expect(await (await send(importUsers, call)).json()).toMatchObject({ id: key, state: 'done' });
    const other = { ...upload(''), headers: { ...ndjson, 'idempotency-key': 'my-key' } };
    const { id } = (await (await send(importUsers, other)).json()) as { id: string };
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a line left out is refused, and says which is next', async () => {
    const answer = await send(importUsers, upload(lineOf(someone()), { from: '2' }));
    expect(await answer.json()).toMatchObject({
      code: 'invalid_request',
      detail: 'The next line of this import is 1.',
    });
  });
});

describe('a comparison', () => {
  test('measures five ways on the spot, is kept, and leaves nothing else', async () => {
    const answer = await send(compareBatches, { body: { commands: 40 } });
    expect(answer.status).toBe(201);
    const comparison = (await answer.json()) as Comparison;
    expect(comparison.ways.map(({ way }) => way)).toEqual([...ways]);
    const of = Object.fromEntries(comparison.ways.map((way) => [way.way, way]));
    expect(comparison.ways.map(({ roundTrips }) => roundTrips)).toEqual([40, 1, 1, 1, 1]);
    expect(comparison.ways.map(({ commands }) => commands)).toEqual([40, 40, 40, 40, 43]);
    for (const { sentBytes, receivedBytes, ms, reader } of comparison.ways) {
      expect(sentBytes).toBeGreaterThan(40 * 96);
      expect(receivedBytes).toBeGreaterThan(40);
      expect(ms).toBeGreaterThan(0);
      expect(reader.looks).toBeGreaterThan(0);
    }
    expect(of['one-by-one']?.reader.between).toBeGreaterThan(0);
    expect(of.atomic?.reader.between).toBe(0);
    expect(of.script?.reader.between).toBe(0);
    const failures = comparison.ways.map(({ failure }) => [
      failure.applied,
      failure.told,
      failure.thrown !== null,
    ]);
    expect(failures).toEqual([
      [5, 6, true],
      [9, 1, true],
      [9, 10, false],
      [9, 10, false],
      [9, 10, false],
    ]);

    const list = await sendAsAnyone(listComparisons);
    const { comparisons } = (await list.json()) as { comparisons: Comparison[] };
    expect(comparisons[0]).toEqual(comparison);
    expect(comparisons.length).toBeLessThanOrEqual(20);
    expect(await scan(redis, `*${comparison.id}*`)).toEqual([]);
  });

  test('the same Idempotency-Key is measured and kept once', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const call = { body: { commands: 2 }, headers };
    const first = (await (await send(compareBatches, call)).json()) as Comparison;
    const second = (await (await send(compareBatches, call)).json()) as Comparison;
    const list = await sendAsAnyone(listComparisons);
    const { comparisons } = (await list.json()) as { comparisons: Comparison[] };
    expect(second).toEqual(first);
    expect(comparisons.filter(({ id }) => id === first.id)).toHaveLength(1);
  });
});
