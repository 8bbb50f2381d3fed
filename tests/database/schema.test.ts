import { execFile } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type Database } from '@/lib/database/database';
import { migrate } from '@/lib/database/migrate';
import { seed } from '@/lib/database/seed';
import { startPostgres, type LocalPostgres } from '@/lib/local/postgres-server';
import { root } from '../support/rooms';

/** How often two servers start at once. More find a rarer collision. */
const MIGRATION_ROUNDS = Number(process.env.MIGRATION_ROUNDS ?? 10);

// A Postgres of this file's own, which begins with nothing.
let postgres: LocalPostgres;
let database: Database;
beforeAll(async () => {
  postgres = await startPostgres({ ephemeral: true });
  database = createDatabase(postgres.url, { queryTimeoutMs: 60_000 });
}, 120_000);
afterAll(async () => {
  await database.close();
  await postgres.stop();
});
beforeEach(async () => {
  await database.query('drop schema public cascade');
  await database.query('create schema public');
});

const tables = async () =>
  (
    await database.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    )
  ).map(({ name }) => name);

const one = async <T>(sql: string) => (await database.query<{ it: T }>(sql))[0]?.it;

/** Of every row of every table: two that are equal hold the same. */
const checksums = () =>
  Promise.all(
    ['users', 'products', 'orders', 'order_lines'].map((table) =>
      one<string>(
        `select md5(string_agg(md5(t::text), '' order by md5(t::text))) as it from ${table} t`,
      ),
    ),
  );

describe('migrations', () => {
  test('run in their order, and each once', async () => {
    const run = await migrate(postgres.url);
    expect(run[0]).toBe('0001_shop');
    expect(run).toEqual([...run].sort());
    expect(await tables()).toEqual(expect.arrayContaining(['accounts', 'order_lines', 'users']));
    expect(await migrate(postgres.url)).toEqual([]);
  });

  test('of two servers that start at once are run by one of them', async () => {
    const all = await migrate(postgres.url);
    for (let round = 0; round < MIGRATION_ROUNDS; round++) {
      await database.query('drop schema public cascade');
      await database.query('create schema public');
      const runs = await Promise.all([migrate(postgres.url), migrate(postgres.url)]);
      expect(runs.sort((a, b) => a.length - b.length)).toEqual([[], all]);
    }
  }, 600_000);

  test('of which one fails leave nothing of the others', async () => {
    await database.query('create table orders (here text)');
    await expect(migrate(postgres.url)).rejects.toThrow(/already exists/);
    expect(await tables()).toEqual(['migrations', 'orders']);
  });

  test('that were not run are what a query for the schema is told of', async () => {
    await expect(database.query('select * from orders')).rejects.toMatchObject({
      code: 'not_configured',
      message: expect.stringContaining('npm run migrate') as string,
    });
  });
});

describe('the filled shop', { timeout: 120_000 }, () => {
  const orderLines = 60_000;

  test('is the same at every run, an interrupted one included, and is filled once', async () => {
    await migrate(postgres.url);
    const told: number[] = [];
    const onProgress = (lines: number, of: number) => told.push(lines / of);
    expect(await seed(database, { orderLines, onProgress })).toBe(orderLines);
    expect(told).toEqual([0, 0.5, 1]);
    const whole = await checksums();
    expect(await seed(database, { orderLines: 15 })).toBeUndefined();
    expect(await checksums()).toEqual(whole);

    await database.query('truncate users, products, seed_state cascade');
    await expect(seed(failingAtStep(3), { orderLines })).rejects.toThrow('interrupted');
    expect(await one('select count(*) as it from order_lines')).toBe(orderLines / 2);
    expect(await seed(database, { orderLines: 15 })).toBe(orderLines);
    expect(await checksums()).toEqual(whole);
  });

  test('holds together, and is as uneven as life', async () => {
    await migrate(postgres.url);
    await seed(database, { orderLines: 30_000 });
    expect(await one('select count(*) as it from users')).toBe(20_000);
    expect(await one('select count(*) as it from products')).toBe(5_000);
    expect(await one('select count(*) as it from order_lines')).toBe(30_000);
    const strays = `select count(*) as it from order_lines l
      left join orders o on o.id = l.order_id and o.tenant_id = l.tenant_id
      left join products p on p.id = l.product_id and p.tenant_id = l.tenant_id
      left join users u on u.id = o.user_id and u.tenant_id = l.tenant_id
      where o.id is null or p.id is null or u.id is null`;
    expect(await one(strays)).toBe(0);
    const dates = `select placed_at < '2024-11-01' or placed_at > '2026-10-31' as it from orders
      order by 1 desc limit 1`;
    expect(await one(dates)).toBe(false);
    // The first of 2000 products has ln 2 / ln 2001 of the lines, 9.1 %; were all equal, it would have 0.05 %.
    const top = `select max(n) / sum(n) as it
      from (select count(*)::float8 as n from order_lines where tenant_id = 1 group by product_id) t`;
    expect(await one<number>(top)).toBeGreaterThan(0.08);
    expect(await one<number>(top)).toBeLessThan(0.102);
    const tenants = `select array_agg(n order by tenant_id) as it
      from (select tenant_id, round(count(*) * 10.0 / 20000)::integer as n from users group by 1) t`;
    expect(await one(tenants)).toEqual([4, 3, 2, 1]);
    const samples = `select array_agg(name order by id) as it from users where id <= 3`;
    expect(await one(samples)).toEqual(['ada', 'ben', 'cyd']);
  });

  test('leaves what was there before as it is, and room for what comes after', async () => {
    await migrate(postgres.url);
    await database.query(
      `insert into users (tenant_id, name, display_name) values (2, 'ada', 'Another Ada')`,
    );
    await seed(database, { orderLines: 15 });
    expect(await one(`select display_name as it from users where name = 'ada'`)).toBe(
      'Another Ada',
    );
    const [order] = await database.query<{ id: number }>(
      'insert into orders (tenant_id, user_id) values (1, 4) returning id',
    );
    expect(order?.id).toBeGreaterThanOrEqual(1_000_000);
  });
});

describe('npm run migrate and npm run seed', { timeout: 120_000 }, () => {
  const run = (action: string, env: Record<string, string> = {}) =>
    new Promise<{ code: number; output: string; said: string }>((resolve) => {
      execFile(
        process.execPath,
        ['--import', 'tsx', 'lib/database/main.ts', action],
        { cwd: root, env: { ...process.env, DATABASE_URL: postgres.url, ...env } },
        (error, output, said) => resolve({ code: error ? Number(error.code) : 0, output, said }),
      );
    });

  test('do it once, and say so on the standard error alone', async () => {
    const seeded = await run('seed', { SEED_ORDER_LINES: '15' });
    expect(seeded).toMatchObject({ code: 0, output: '' });
    expect(seeded.said).toMatch(/^✓ Schema brought up to \d{4}_\w+\n✓ Shop filled, 15 order lines/);
    expect((await run('seed')).said).toMatch(/^✓ Shop filled already/);
    expect(await run('migrate')).toEqual({ code: 0, output: '', said: '' });
  });

  test.each([
    ['no action', '', {}, 'Usage: npm run migrate'],
    ['no database', 'migrate', { DATABASE_URL: '' }, 'Set DATABASE_URL'],
    ['no number', 'seed', { SEED_ORDER_LINES: 'many' }, 'SEED_ORDER_LINES is "many"'],
    [
      'a database that is away',
      'migrate',
      { DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x' },
      'could not be brought up to date',
    ],
  ])('refuse %s and say why', async (_, action, env, reason) => {
    const { code, said } = await run(action, env);
    expect(code).toBe(1);
    expect(said).toContain(reason);
    expect(said).toMatch(/^✗ /m);
    expect(said).not.toContain('secret');
    expect(said).not.toMatch(/^ {4}at /m);
  });
});

/** The database, except that its n-th transaction is lost when all of it is written but the end. */
function failingAtStep(n: number): Database {
  let steps = 0;
  return {
    ...database,
    withTransaction: (work) =>
      database.withTransaction(async (tx) => {
        const result = await work(tx);
        if (++steps === n) throw new Error('interrupted');
        return result;
      }),
  };
}
