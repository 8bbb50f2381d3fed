import { describe, expect, onTestFinished, test } from 'vitest';
import { createBulk, type Bulk } from '@/lib/patterns/pipeline';
import { maxErrors, maxLines, usersPerChunk } from '@/lib/patterns/pipeline/contract-bulk';
import advanceSource from '@/lib/patterns/pipeline/advance.lua' with { type: 'text' };
import { keys } from '@/lib/patterns/pipeline/keys';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { createTrace } from '@/lib/redis/record';
import { createScript } from '@/lib/redis/script';
import { createSend, type Send } from '@/lib/redis/send';
import { connect } from '../redis/support';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';
import { faultsOfKeys, scan } from '../support/rooms';
import type { ImportWork } from './processes/importer';

const freshPrefix = freshPrefixes();
const { redis } = testRedis();

function fresh({ send, attempts }: { send?: Send; attempts?: number } = {}) {
  const prefix = freshPrefix();
  const trace = createTrace();
  const client = createClient(connect({ ...(send && { send }), ...(attempts && { attempts }) }), {
    trace,
  });
  forgetUsers(prefix);
  return { prefix, trace, id: crypto.randomUUID(), bulk: createBulk(client, { prefix }) };
}

/** Takes thousands of users away when a test ends: their keys are looked at one by one when the file does. */
function forgetUsers(prefix: string): void {
  onTestFinished(async () => {
    const batch = redis.pipeline();
    for (const key of await scan(redis, `{${prefix}:bulk-user:*`)) batch.unlink(key);
    if (batch.length() > 0) await batch.exec();
  });
}

const user = (number: number, more = {}) =>
  JSON.stringify({ id: `u${number}`, name: `User ${number}`, email: `u${number}@a.io`, ...more });
const texts = (lines: readonly string[]) => lines.map((text) => ({ text }));
const users = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => user(from + index));

/** How many of the first users are there, whole. */
async function present(bulk: Bulk, count: number) {
  const found = await Promise.all(
    Array.from({ length: count }, (_, index) => bulk.readUser(`u${index + 1}`)),
  );
  return found.filter((one, index) => one?.email === `u${index + 1}@a.io`).length;
}

describe('an import', () => {
  test('writes users, their roles and their expiry', async () => {
    const { bulk, id, prefix } = fresh();
    const lines = [user(1, { name: 'Zoë', roles: ['user', 'editor'] }), user(2)];
    expect(await bulk.importUsers(texts(lines), { id })).toEqual({
      id,
      state: 'done',
      line: 2,
      updated: 2,
      failed: 0,
      errors: [],
    });
    const zoe = await bulk.readUser('u1');
    expect(zoe).toMatchObject({ id: 'u1', name: 'Zoë', roles: ['editor', 'user'] });
    expect(zoe?.expiresInMs).toBeGreaterThan(3_590_000);
    expect(await faultsOfKeys(redis, prefix)).toEqual([]);
    expect(await bulk.readUser('nobody')).toBeUndefined();
    expect(await bulk.readImport(crypto.randomUUID())).toBeUndefined();
  });

  test('takes two round trips a chunk and one to begin, four commands a user', async () => {
    const { bulk, id, trace } = fresh();
    await bulk.importUsers(texts(users(1)), { id: crypto.randomUUID() });
    const before = { ...trace.counts };
    await bulk.importUsers(texts(users(2 * usersPerChunk + 10)), { id });
    expect(trace.counts.roundTrips - before.roundTrips).toBe(1 + 3 * 2);
    expect(trace.counts.commands - before.commands).toBe(1 + 4 * (2 * usersPerChunk + 10) + 3 * 7);
  });

  test('tells every bad line with its number and its reason, and writes the others', async () => {
    const { bulk, id } = fresh();
    const lines = [
      user(1),
      '',
      '{"id":"u3"',
      '   ',
      user(5, { email: 'nobody' }),
      user(6, { color: 'red' }),
      user(7, { id: '{u7}' }),
      user(8, { name: 'a\u0000b' }),
      user(9, { roles: [] }),
      '[]',
      'null',
      user(12),
    ];
    const result = await bulk.importUsers(
      [...texts(lines), { problem: 'Longer than 16 bytes' }, { text: user(14) }],
      { id },
    );
    expect(result).toMatchObject({ line: 14, updated: 3, failed: 9 });
    expect(result.errors.map(({ line, field }) => [line, field])).toEqual([
      [3, ''],
      [5, 'email'],
      [6, 'color'],
      [7, 'id'],
      [8, 'name'],
      [9, 'roles'],
      [10, ''],
      [11, ''],
      [13, ''],
    ]);
    const kept = await bulk.readImport(id);
    expect(kept).toMatchObject({ state: 'done', line: 14, updated: 3, failed: 9 });
    expect(kept?.errors).toEqual(result.errors);
    expect((await bulk.readImport(id, { errors: 2 }))?.errors).toHaveLength(2);
    expect((await bulk.readImport(id, { errors: 0 }))?.errors).toEqual([]);
  });

  test('half a surrogate pair is an error of its line, in a value as in a name', async () => {
    const { bulk, id } = fresh();
    const lines = [
      '{"id":"u1","name":"\\ud83d","email":"u1@example.com"}',
      '{"id":"u2","name":"Ann","email":"u2@example.com","\\ud83d":1}',
      user(3, { ['x'.repeat(9_000)]: 1 }),
      user(4, { name: '\u{1f600}' }),
    ];
    const result = await bulk.importUsers(texts(lines), { id });
    expect(result).toMatchObject({ line: 4, updated: 1, failed: 3 });
    expect(result.errors.map(({ line, field }) => [line, field])).toEqual([
      [1, 'name'],
      [2, '\ufffd'],
      [3, 'x'.repeat(64)],
    ]);
  });

  test('what Redis refuses is the error of its line alone', async () => {
    const { bulk, id, prefix } = fresh();
    const squatted = keys.profile({ prefix, user: 'u2' });
    await redis.set(squatted, 'no hash', { ex: 60 });
    const result = await bulk.importUsers(texts(users(3)), { id });
    expect(result).toMatchObject({ line: 3, updated: 2, failed: 1 });
    expect(result.errors).toMatchObject([{ line: 2, message: /^WRONGTYPE/ }]);
    expect(await redis.smembers(keys.users({ prefix, id }))).toHaveLength(2);
  });

  test('keeps the first errors only, and counts them all', async () => {
    const { bulk, id } = fresh();
    const result = await bulk.importUsers(texts(Array(maxErrors + 150).fill('x')), { id });
    expect(result.failed).toBe(maxErrors + 150);
    expect(result.errors).toHaveLength(maxErrors);
    const kept = await bulk.readImport(id, { errors: maxErrors });
    expect(kept?.errors.at(-1)?.line).toBe(maxErrors);
  });

  test('ends at its bound, with what was acknowledged', async () => {
    const { bulk, id, prefix } = fresh();
    await bulk.importUsers(texts(users(1)), { id, more: true });
    await redis.hset(keys.progress({ prefix, id }), { line: maxLines - usersPerChunk - 10 });
    const from = maxLines - usersPerChunk - 9;
    await expect(
      bulk.importUsers(texts(Array(usersPerChunk + 11).fill('')), { id, from }),
    ).rejects.toMatchObject({ code: 'body_too_large' });
    expect((await bulk.readImport(id))?.line).toBe(maxLines - 10);
  });
});

describe('parts', () => {
  test('follow one another under one id, each from the next line', async () => {
    const { bulk, id } = fresh();
    const all = users(300);
    for (let from = 1; from <= 300; from += 100) {
      const part = texts(all.slice(from - 1, from + 99));
      const result = await bulk.importUsers(part, { id, from, more: from < 201 });
      expect(result).toMatchObject({ line: from + 99, state: from < 201 ? 'open' : 'done' });
    }
    expect(await bulk.readImport(id)).toMatchObject({ state: 'done', line: 300, updated: 300 });
  });

  test('may not leave a line out', async () => {
    const { bulk, id } = fresh();
    await bulk.importUsers(texts(users(10)), { id, more: true });
    await expect(bulk.importUsers(texts(users(10, 12)), { id, from: 12 })).rejects.toMatchObject({
      code: 'invalid_request',
      fields: [{ field: 'query/from' }],
    });
  });

  test('that come again change nothing, and cost one command', async () => {
    const { bulk, id, trace, prefix } = fresh();
    await bulk.importUsers(texts(users(150)), { id });
    await redis.unlink(keys.profile({ prefix, user: 'u1' }));
    const before = { ...trace.counts };
    expect(await bulk.importUsers(texts(users(150)), { id })).toMatchObject({
      state: 'done',
      line: 150,
      updated: 150,
    });
    expect(trace.counts.commands - before.commands).toBe(1);
    expect(await bulk.readUser('u1')).toBeUndefined();
  });

  test('that overlap are taken up where they are new', async () => {
    const { bulk, id } = fresh();
    const all = users(260);
    await bulk.importUsers(texts(all.slice(0, 130)), { id, more: true });
    await bulk.importUsers(texts(all.slice(50)), { id, from: 51 });
    expect(await bulk.readImport(id)).toMatchObject({ line: 260, updated: 260, state: 'done' });
  });

  test('counts lines only where they come right after those that were acknowledged', async () => {
    const of = { prefix: freshPrefix(), id: 'an-import' };
    const advance = (first: number, last: number) =>
      createScript(advanceSource).run(redis, {
        keys: [keys.progress(of), keys.errors(of), keys.users(of)],
        args: [60_000, first, last, 0, last - first + 1, 0, maxErrors, '[[],[]]'],
      });
    expect(await advance(1, 3)).toEqual(['ok', 3, 3, 0]);
    for (const [first, last] of [
      [5, 6],
      [2, 4],
    ] as const)
      expect(await advance(first, last), `${first} to ${last}`).toEqual(['moved', 3, 3, 0]);
    expect(await advance(2, 3)).toEqual(['ok', 3, 3, 0]);
    // What has begun has begun once.
    await redis.hset(keys.progress(of), { startedAt: 5 });
    expect(await advance(4, 4)).toEqual(['ok', 4, 4, 0]);
    expect(Number(await redis.hget(keys.progress(of), 'startedAt'))).toBe(5);
  });

  test('keeps the first errors and no more, however many come at once', async () => {
    const of = { prefix: freshPrefix(), id: 'an-import' };
    const fail = (line: number, errors: string[]) =>
      createScript(advanceSource).run(redis, {
        keys: [keys.progress(of), keys.errors(of), keys.users(of)],
        args: [60_000, line, line, 0, 0, errors.length, 2, JSON.stringify([errors, []])],
      });
    await fail(1, ['a', 'b', 'c']);
    await fail(2, ['d']);
    expect(await redis.lrange(keys.errors(of), 0, -1)).toEqual(['a', 'b']);
  });

  test('of two uploads at once one goes on, and no line counts twice', async () => {
    const { bulk, id } = fresh();
    const settled = await Promise.allSettled(
      [1, 2].map(() => bulk.importUsers(texts(users(3 * usersPerChunk)), { id })),
    );
    for (const outcome of settled)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ code: 'version_conflict' });
    const after = await bulk.readImport(id);
    expect(after?.updated).toBe(after?.line);
    await bulk.importUsers(texts(users(3 * usersPerChunk)), { id });
    expect(await bulk.readImport(id)).toMatchObject({ line: 360, updated: 360, state: 'done' });
  });
});

describe('broken off', () => {
  test.each([1, 119, 120, 121, 250])('after %i lines, it goes on from any of them', async (at) => {
    const { bulk, id } = fresh();
    const all = users(300);
    async function* cut() {
      for (const line of texts(all.slice(0, at))) yield line;
      throw new Error('The sender went away');
    }
    await expect(bulk.importUsers(cut(), { id })).rejects.toThrow('went away');
    const reached = (await bulk.readImport(id))?.line ?? 0;
    expect(reached).toBe(Math.floor(at / usersPerChunk) * usersPerChunk);
    const from = reached + 1;
    await bulk.importUsers(texts(all.slice(reached)), { id, from });
    expect(await bulk.readImport(id)).toMatchObject({ line: 300, updated: 300, state: 'done' });
    expect(await present(bulk, 300)).toBe(300);
  });

  test.each([1, 2, 3, 4, 5])(
    'the answer to request %i is lost: each line counts once',
    async (lost) => {
      const { bulk, id } = fresh({ send: dropAnswers(createSend(), (n) => n === lost) });
      await bulk.importUsers(texts(users(200)), { id });
      expect(await bulk.readImport(id)).toMatchObject({ line: 200, updated: 200, failed: 0 });
      expect(await present(bulk, 200)).toBe(200);
    },
  );

  test('where Redis goes away, it says after which line to go on', async () => {
    const { bulk, id, prefix } = fresh({
      send: dropAnswers(createSend(), (n) => n >= 5),
      attempts: 1,
    });
    await expect(bulk.importUsers(texts(users(300)), { id })).rejects.toMatchObject({
      code: 'redis_unreachable',
    });
    const healed = createBulk(redis, { prefix });
    expect((await healed.readImport(id))?.line).toBeGreaterThanOrEqual(usersPerChunk);
    await healed.importUsers(texts(users(300)), { id });
    expect(await healed.readImport(id)).toMatchObject({ line: 300, updated: 300, state: 'done' });
  });

  test('a process killed half-way leaves an import that another finishes', async () => {
    const { bulk, id, prefix } = fresh();
    const work: ImportWork = { prefix, id, lines: users(1_500) };
    const importer = await startProcess('importer.ts');
    expect(await importer.ask(work)).toBe('busy');
    await importer.kill();
    const { line, updated } = (await bulk.readImport(id))!;
    expect(line).toBeGreaterThan(0);
    expect(line).toBeLessThan(1_500);
    expect(updated).toBe(line);
    await bulk.importUsers(texts(work.lines.slice(line)), { id, from: line + 1 });
    expect(await bulk.readImport(id)).toMatchObject({ line: 1_500, updated: 1_500 });
    expect(await redis.scard(keys.users({ prefix, id }))).toBe(1_500);
  });
});

describe('invalidation', () => {
  test('forgets users by name, each once, in one round trip', async () => {
    const { bulk, id, trace } = fresh();
    await bulk.importUsers(texts(users(3)), { id });
    const before = trace.counts.roundTrips;
    expect(await bulk.invalidate({ users: ['u1', 'u2', 'u1', 'nobody'] })).toEqual({
      forgotten: 2,
      missing: 1,
      failed: [],
      left: 0,
    });
    expect(trace.counts.roundTrips - before).toBe(1);
    expect(await bulk.readUser('u1')).toBeUndefined();
    expect(await bulk.readUser('u3')).toBeDefined();
  });

  test('forgets all that an import wrote, and nothing else; again it does nothing', async () => {
    const { bulk, id, prefix } = fresh();
    await bulk.importUsers(texts(users(700)), { id });
    await bulk.importUsers(texts([user(9_999)]), { id: crypto.randomUUID() });
    expect(await bulk.invalidate({ import: id })).toEqual({
      forgotten: 700,
      missing: 0,
      failed: [],
      left: 0,
    });
    expect(await present(bulk, 700)).toBe(0);
    expect(await bulk.readUser('u9999')).toBeDefined();
    expect(await redis.exists(keys.users({ prefix, id }))).toBe(0);
    expect(await bulk.invalidate({ import: id })).toMatchObject({ forgotten: 0, left: 0 });
  });

  test.each([1, 2, 3])('the answer to request %i is lost: none is left behind', async (lost) => {
    const prefix = freshPrefix();
    forgetUsers(prefix);
    const id = crypto.randomUUID();
    await createBulk(redis, { prefix }).importUsers(texts(users(40)), { id });
    const send = dropAnswers(createSend(), (n) => n === lost);
    const lossy = createBulk(createClient(connect({ send })), { prefix });
    const { forgotten, missing, left } = await lossy.invalidate({ import: id });
    // A resent UNLINK finds nothing any more and says so.
    expect(forgotten + missing).toBe(40);
    expect(left).toBe(0);
    expect(await present(lossy, 40)).toBe(0);
  });
});
