import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '@/lib/database/database';
import { sharedDatabase } from '@/lib/database/shared';
import { CodedError } from '@/lib/errors';
import { startPostgres } from '@/lib/local/postgres-server';
import { createFlights } from '@/lib/patterns/cache';
import { keys } from '@/lib/patterns/query-cache/keys';
import {
  createQueryCache,
  queryKey,
  type Dependency,
  type Query,
  type QueryCacheOptions,
} from '@/lib/patterns/query-cache';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { createSend } from '@/lib/redis/send';
import { createTrace } from '@/lib/redis/record';
import { sharedTransport } from '@/lib/redis/shared';
import { temporaryFolder } from '../local/launcher/support';
import { connect } from '../redis/support';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';
import type { CrowdReport, QueryModelReport, QueryWork } from './processes/query-asker';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();
const table = `test_${crypto.randomUUID().replaceAll('-', '')}`;
const database = sharedDatabase();

beforeAll(async () => {
  await database.query(`create table ${table} (tenant text primary key, n integer not null)`);
  await database.query(`insert into ${table} values ('alder', 1), ('birch', 1)`);
});
afterAll(() => database.query(`drop table ${table}`));

function fresh(options: Partial<QueryCacheOptions> = {}, prefix = freshPrefix()) {
  const errors: unknown[] = [];
  const server = (more: Partial<QueryCacheOptions> = {}, client = redis) =>
    createQueryCache(client, {
      prefix,
      ttlMs: 60_000,
      jitter: 0,
      flights: createFlights(),
      onError: (error) => errors.push(error),
      ...options,
      ...more,
    });
  return { prefix, server, cache: server(), errors };
}

/** A question to the table of this file, and how often it was asked. */
function question(tenant: string | null, reads: readonly Dependency[] = [table]) {
  const sql = `select n from ${table} where tenant = $1`;
  const query: Query = { tenant, sql, parameters: [tenant], reads };
  const asked = { count: 0 };
  const run = () => {
    asked.count++;
    return database.query<{ n: number }>(sql, [tenant ?? 'alder']);
  };
  return { query, run, asked };
}

describe('an answer', () => {
  test('is stored once however its question is spelled, and costs one trip and one command', async () => {
    const { server, prefix } = fresh();
    const { query, run, asked } = question('alder');
    await server().query(query, run);
    const trace = createTrace();
    const client = createClient(sharedTransport(), { trace });
    const sql = `-- again\nSELECT n  FROM ${table}\n WHERE tenant = $1;`;
    const again = await server({ prefix }, client).query({ ...query, sql }, run);
    expect(again).toMatchObject({
      status: 'hit',
      reason: 'fresh',
      rows: [{ n: expect.any(Number) }],
    });
    expect(asked.count).toBe(1);
    expect(trace.counts).toMatchObject({ roundTrips: 1, commands: 1 });
  });

  test('is of one tenant, also where it depends on no table', async () => {
    const { cache } = fresh();
    const sql = 'select current_tenant()';
    for (const tenant of ['alder', 'birch', null]) {
      const query: Query = { tenant, sql, parameters: [], reads: [] };
      const { status, rows } = await cache.query(query, async () => [{ tenant }]);
      expect([status, rows]).toEqual(['miss', [{ tenant }]]);
    }
  });

  test('without rows is one', async () => {
    const { cache } = fresh();
    let asked = 0;
    const query: Query = {
      tenant: 'alder',
      sql: 'select 1 where false',
      parameters: [],
      reads: [],
    };
    const run = async () => (asked++, database.query(query.sql));
    expect((await cache.query(query, run)).rows).toEqual([]);
    expect(await cache.query(query, run)).toMatchObject({ status: 'hit', rows: [] });
    expect(asked).toBe(1);
  });

  test('says what its key is made of', async () => {
    const { cache } = fresh();
    const { query, run } = question('alder', [{ table: 'a/b', row: '*' }]);
    const { key } = await cache.query(query, run);
    expect(key).toEqual(await queryKey(query));
    expect(key).toMatchObject({ tenant: 'alder', parameters: '["alder"]' });
    expect(key.tags).toEqual(['alder/a%2Fb/%2A', 'alder/a%2Fb/*', '**/a%2Fb']);
  });

  test('is another for another tenant, schema, parameter or text', async () => {
    const { server, prefix } = fresh();
    const { query, run, asked } = question('alder');
    await server().query(query, run);
    await server().query({ ...query, tenant: 'birch' }, run);
    await server().query({ ...query, tenant: null }, run);
    await server().query({ ...query, parameters: ['Alder'] }, run);
    await server().query({ ...query, parameters: { 0: 'alder' } }, run);
    await server().query({ ...query, sql: `${query.sql} limit 1` }, run);
    await server({ schemaVersion: 2, prefix }).query(query, run);
    expect(asked.count).toBe(7);
  });
});

describe('a write outdates what depends on it, and nothing else', () => {
  const row = (id: number) => ({ table: 't', row: id });
  const cases: [string, string | null, Dependency, Record<string, boolean>][] = [
    [
      'a table',
      'alder',
      't',
      {
        't of alder': true,
        'row 1 of alder': true,
        't of all': true,
        't of birch': false,
        'u of alder': false,
      },
    ],
    [
      'a row',
      'alder',
      row(1),
      {
        't of alder': true,
        'row 1 of alder': true,
        'row 2 of alder': false,
        't of all': true,
        't of birch': false,
      },
    ],
    [
      'a table of all tenants',
      null,
      't',
      {
        't of alder': true,
        't of birch': true,
        'row 1 of alder': true,
        't of all': true,
        'u of alder': false,
      },
    ],
    [
      'a row of all tenants',
      null,
      row(1),
      { 't of alder': true, 'row 1 of alder': true, 't of all': true, 'u of alder': false },
    ],
  ];
  const readers: Record<string, [string | null, Dependency]> = {
    't of alder': ['alder', 't'],
    't of birch': ['birch', 't'],
    't of all': [null, 't'],
    'u of alder': ['alder', 'u'],
    'row 1 of alder': ['alder', row(1)],
    'row 2 of alder': ['alder', row(2)],
  };
  test.each(cases)('%s', async (_, tenant, written, outdated) => {
    const { cache } = fresh();
    const statusOf = async (name: string) => {
      const [whose, reads] = readers[name]!;
      const query: Query = {
        tenant: whose,
        sql: `select '${name}'`,
        parameters: [],
        reads: [reads],
      };
      return (await cache.query(query, async () => [])).status;
    };
    for (const name of Object.keys(outdated)) await statusOf(name);
    expect(await cache.write(tenant, [written], async () => 'done')).toEqual({
      result: 'done',
      outdated: true,
    });
    for (const [name, is] of Object.entries(outdated))
      expect(await statusOf(name), name).toBe(is ? 'miss' : 'hit');
  });

  test('of any number of tables and rows, at one command', async () => {
    const { server } = fresh();
    const trace = createTrace();
    const cache = server({}, createClient(sharedTransport(), { trace }));
    await cache.invalidate('alder', ['a', 'b', ...Array.from({ length: 50 }, (_, id) => row(id))]);
    expect(trace.counts).toMatchObject({ roundTrips: 1, commands: 1 });
  });

  test('one that fails outdates nothing', async () => {
    const { cache } = fresh();
    const { query, run, asked } = question('alder');
    await cache.query(query, run);
    const fails = cache.write('alder', [table], () => Promise.reject(new Error('constraint')));
    await expect(fails).rejects.toThrow('constraint');
    await cache.query(query, run);
    expect(asked.count).toBe(1);
  });

  test.each([499, 500, 1_700])('one of %i rows outdates them all', async (count) => {
    const { cache } = fresh();
    const rows = Array.from({ length: count }, (_, row) => ({ table, row }));
    const last = { tenant: 'alder', sql: 'select 1', parameters: [], reads: [rows.at(-1)!] };
    let asked = 0;
    const run = () => Promise.resolve([{ asked: ++asked }]);
    await cache.query(last, run);
    expect(await cache.write('alder', rows, async () => 'done')).toEqual({
      result: 'done',
      outdated: true,
    });
    expect((await cache.query(last, run)).rows).toEqual([{ asked: 2 }]);
  });

  test('one of a row that no key can name is refused before it begins', async () => {
    const { cache } = fresh();
    let begun = 0;
    const write = cache.write('alder', [{ table, row: 'x'.repeat(600) }], async () => ++begun);
    await expect(write).rejects.toThrow(RangeError);
    expect(begun).toBe(0);
  });

  test('one whose news does not reach Redis is committed, and says so', async () => {
    const { server, errors } = fresh();
    const silent = createClient(
      connect({ send: () => Promise.reject(new Error('away')), attempts: 1 }),
    );
    expect(await server({}, silent).write('alder', [table], async () => 7)).toEqual({
      result: 7,
      outdated: false,
    });
    expect(errors).toEqual([expect.objectContaining({ code: 'redis_unreachable' })]);
  });

  test('with answers lost on the way it outdates all the same', async () => {
    const { server, prefix } = fresh();
    let sent = 0;
    const lossy = createClient(
      connect({ send: dropAnswers(createSend(), () => ++sent % 2 === 1) }),
    );
    const { query, run } = question('alder');
    await server().query(query, run);
    const before = await server({ prefix }).query(query, run);
    await server({ prefix }, lossy).write('alder', [table], async () => undefined);
    const after = await server({ prefix }).query(query, run);
    expect([before.status, after.status]).toEqual(['hit', 'miss']);
  });
});

describe('over real processes', () => {
  const ask = async (works: QueryWork[]) => {
    const processes = await Promise.all(works.map(() => startProcess('query-asker.ts')));
    return Promise.all(processes.map((process, i) => process.ask<unknown>(works[i])));
  };

  test('a hundred who ask at once on two servers cause one query', async () => {
    const work: QueryWork = { prefix: freshPrefix(), kind: 'crowd', askers: 50 };
    const reports = (await ask([work, work])) as CrowdReport[];
    expect(reports.reduce((sum, { queries }) => sum + queries, 0)).toBe(1);
    expect(new Set(reports.flatMap(({ answers }) => answers)).size).toBe(1);
  });

  test('random reads and writes: none older than a write that had returned, no rows of another tenant', async () => {
    const work: QueryWork = { prefix: freshPrefix(), kind: 'model', table, writes: 25, reads: 150 };
    const reports = (await ask([work, work])) as QueryModelReport[];
    const writes = reports.flatMap((report) => report.writes);
    const reads = reports.flatMap((report) => report.reads);
    expect(writes.length).toBeGreaterThanOrEqual(50);
    expect(reads.length).toBeGreaterThanOrEqual(300);
    expect(new Set(reads.map(({ status }) => status))).toContain('hit');
    for (const { tenant, rowsOf, n, startedAt } of reads) {
      expect(rowsOf).toBe(tenant);
      const told = writes.filter(
        (write) => write.tenant === tenant && write.returnedAt < startedAt,
      );
      expect(n).toBeGreaterThanOrEqual(Math.max(0, ...told.map((write) => write.n)));
    }
  });

  test('a server that dies between commit and news leaves the old answer for its time to live, no longer', async () => {
    const { server, prefix } = fresh();
    const { query, run, asked } = question('alder');
    const old = await server().query<{ n: number }>(query, run);
    const dying = await startProcess('query-asker.ts');
    const committed = await dying.ask<number>({ prefix, kind: 'commit and die', table });
    expect(committed).toBe(old.rows[0]!.n + 1);
    await dying.kill();

    expect(await server({ prefix }).query(query, run)).toMatchObject({
      status: 'hit',
      rows: old.rows,
    });
    const { digest } = await queryKey(query);
    const at = { prefix, name: 'queries', version: 1, key: digest };
    expect(await redis.pttl(keys.entry(at))).toBeLessThanOrEqual(60_000);
    // The time to live passes for this one answer.
    await redis.unlink(keys.entry(at), keys.state(at));
    expect((await server({ prefix }).query<{ n: number }>(query, run)).rows).toEqual([
      { n: committed },
    ]);
    expect(asked.count).toBe(2);
  });
});

test('with Postgres away an old answer is served, what was outdated is not; back again, it is asked', async () => {
  const dataDir = temporaryFolder();
  let postgres = await startPostgres({ dataDir });
  const { port } = postgres;
  const own = createDatabase(postgres.url, { connectTimeoutMs: 10_000 });
  try {
    await own.query('create table t (n integer)');
    await own.query('insert into t values (1)');
    const { cache } = fresh({ ttlMs: 1, staleMs: 0, graceMs: 600_000, errorBackoffMs: 1 });
    const query: Query = { tenant: 'alder', sql: 'select n from t', parameters: [], reads: ['t'] };
    const run = () => own.query<{ n: number }>('select n from t');
    expect((await cache.query(query, run)).status).toBe('miss');

    const died = new Promise((resolve) => postgres.onExit(resolve));
    process.kill(postgres.pid, 'SIGKILL');
    await died;
    await postgres.stop();
    await expect.poll(async () => (await cache.query(query, run)).status).toBe('stale-if-error');
    await cache.invalidate('alder', ['t']);
    const refused = await cache.query(query, run).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CodedError);
    expect(['database_unreachable', 'origin_unavailable']).toContain((refused as CodedError).code);

    postgres = await startPostgres({ dataDir, port });
    const answer = async () => (await cache.query(query, run).catch(() => undefined))?.status;
    await expect.poll(answer).toBe('miss');
  } finally {
    await own.close();
    await postgres.stop();
  }
});
