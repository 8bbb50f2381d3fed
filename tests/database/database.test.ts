import net from 'node:net';
import { DatabaseError } from 'pg';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { requireDatabaseUrl } from '@/lib/database/config';
import { createDatabase, type Database, type DatabaseOptions } from '@/lib/database/database';
import { sharedDatabase } from '@/lib/database/shared';

const url = requireDatabaseUrl();
const table = `test_${crypto.randomUUID().replaceAll('-', '')}`;
const database = open();
await database.query(`create table ${table} (id integer primary key, value text)`);
afterAll(async () => {
  await database.query(`drop table ${table}`);
  await database.close();
});

function open(options: DatabaseOptions = {}, where = url): Database {
  return createDatabase(where, options);
}

/** A database of a test's own, closed with it. */
function another(options: DatabaseOptions = {}, where = url): Database {
  const opened = open(options, where);
  onTestFinished(() => opened.close());
  return opened;
}

const valueOf = async (id: number) =>
  (await database.query<{ value: string }>(`select value from ${table} where id = $1`, [id]))[0]
    ?.value;
const put = (id: number, value: string) =>
  [
    `insert into ${table} values ($1, $2) on conflict (id) do update set value = excluded.value`,
    [id, value],
  ] as const;

describe('a query', () => {
  test('gives its rows, and those that a write names', async () => {
    expect(
      await database.query(`insert into ${table} values (1, 'a'), (2, 'b') returning id, value`),
    ).toEqual([
      { id: 1, value: 'a' },
      { id: 2, value: 'b' },
    ]);
    expect(await database.query(`update ${table} set value = 'c' where id = 0`)).toEqual([]);
  });

  test('takes a value as a value, whatever is in it', async () => {
    const nasty = `'); drop table ${table}; --\\ \u{1f600}`;
    await database.query(...put(3, nasty));
    expect(await valueOf(3)).toBe(nasty);
  });

  test('gives numbers where a number holds them, and says where none does', async () => {
    const sql = `select count(*) as n, sum(9007199254740991::bigint) as sum, 0.1::numeric as cents,
      date '2026-03-29' as day, timestamptz '2026-03-29 01:30:00.123Z' as at`;
    expect(await database.query(sql)).toEqual([
      {
        n: 1,
        sum: '9007199254740991',
        cents: '0.1',
        day: '2026-03-29',
        at: new Date('2026-03-29T01:30:00.123Z'),
      },
    ]);
    await expect(database.query('select 9007199254740993::bigint as n')).rejects.toThrow(
      RangeError,
    );
    expect(await database.query('select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('that is wrong is an error of its own, and the next one is well', async () => {
    const one = another({ max: 1 });
    for (const [sql, code] of [
      ['selec 1', '42601'],
      ['select 1/0', '22012'],
      [`insert into ${table} values (null)`, '23502'],
    ] as const) {
      const failure = await one.query(sql).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(DatabaseError);
      expect(failure).toMatchObject({ code });
    }
    expect(await one.query('select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('among many at once, right and wrong ones, each gets its own answer', async () => {
    const asked = Array.from({ length: 300 }, async (_, i) => {
      if (i % 3 === 0)
        return database.query('select $1::integer / 0', [i]).then(
          () => 'no error',
          (error: { code?: string }) => error.code,
        );
      const [row] = await database.query<{ n: number }>('select $1::integer as n', [i]);
      return row?.n;
    });
    const expected = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? '22012' : i));
    expect(await Promise.all(asked)).toEqual(expected);
  });
});

describe('a transaction', () => {
  test('is kept whole, with what its work gives', async () => {
    const given = await database.withTransaction(async (tx) => {
      await tx.query(...put(10, 'a'));
      await tx.query(...put(11, 'b'));
      return 'given';
    });
    expect(given).toBe('given');
    expect([await valueOf(10), await valueOf(11)]).toEqual(['a', 'b']);
  });

  test.each([
    ['its work throws', () => Promise.reject(new Error('no'))],
    ['a statement fails', (tx: Database) => tx.query('select 1/0')],
  ])('is not kept at all where %s, and its connection serves on', async (_, fail) => {
    const one = another({ max: 1 });
    const attempt = one.withTransaction(async (tx) => {
      await tx.query(...put(12, 'lost'));
      await fail(tx as Database);
    });
    await expect(attempt).rejects.toThrow();
    expect(await valueOf(12)).toBeUndefined();
    expect(await one.query('select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('is seen by nobody else before it is committed', async () => {
    await database.query(...put(13, 'before'));
    await database.withTransaction(async (tx) => {
      await tx.query(...put(13, 'after'));
      expect(await valueOf(13)).toBe('before');
    });
    expect(await valueOf(13)).toBe('after');
  });

  test('of two at once loses no change of either', async () => {
    await database.query(...put(14, '0'));
    const add = () =>
      database.withTransaction(async (tx) => {
        const sql = `select value from ${table} where id = 14 for update`;
        const [row] = await tx.query<{ value: string }>(sql);
        await tx.query(...put(14, String(Number(row?.value) + 1)));
      });
    await Promise.all(Array.from({ length: 20 }, add));
    expect(await valueOf(14)).toBe('20');
  });

  test('whose connection is lost in the middle is undone, and holds nobody up', async () => {
    await database.query(...put(15, 'before'));
    const link = await createLink();
    const lost = another({ max: 1 }, link.url);
    const attempt = lost.withTransaction(async (tx) => {
      await tx.query(...put(15, 'after'));
      link.cut();
      await tx.query('select 1');
    });
    await expect(attempt).rejects.toMatchObject({ code: 'database_unreachable' });
    expect(await valueOf(15)).toBe('before');
    await database.query(...put(15, 'again'));
    expect(await valueOf(15)).toBe('again');
    expect(await lost.query('select 1 as n')).toEqual([{ n: 1 }]);
  });
});

describe('a database that is away', () => {
  test.each([
    ['where nothing listens', 'postgres://user:secret@127.0.0.1:1/shop'],
    ['that has no such name', 'postgres://user:secret@no-such-host.invalid/shop'],
    ['that refuses the password', Object.assign(new URL(url), { password: 'no-secret' }).href],
  ])('%s is a 503 that tells nothing of the inside', async (_, where) => {
    const failure = await another({}, where)
      .query('select 1')
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'database_unreachable', retryAfterSeconds: 2 });
    expect((failure as Error).message).not.toMatch(/secret|127\.0\.0\.1|no-such-host/);
  });

  test('that takes connections and never answers is given up in time', async () => {
    const silent = net.createServer(() => undefined).listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as net.AddressInfo;
    const away = another({ connectTimeoutMs: 100 }, `postgres://u:p@127.0.0.1:${port}/shop`);
    await expect(away.query('select 1')).rejects.toMatchObject({ code: 'database_unreachable' });
  });

  test('or too slow is given up, its connection closed, and the next query is well', async () => {
    const slow = another({ max: 1, queryTimeoutMs: 100 });
    const long = slow.query('select count(*) from generate_series(1, 3000000)');
    await expect(long).rejects.toMatchObject({ code: 'database_unreachable' });
    const patient = another({ max: 1 });
    expect(await patient.query('select 1 as n')).toEqual([{ n: 1 }]);
    expect(await slow.query('select 2 as n')).toEqual([{ n: 2 }]);
  });

  test('for a moment is found again, by the same pool', async () => {
    const link = await createLink();
    const pool = another({ max: 2 }, link.url);
    await pool.query('select 1');
    link.cut();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await pool.query('select 2 as n')).toEqual([{ n: 2 }]);
  });

  test('opens no more connections than it may', async () => {
    const link = await createLink();
    const pool = another({ max: 2 }, link.url);
    await Promise.all(Array.from({ length: 20 }, () => pool.query('select 1')));
    expect(link.opened()).toBe(2);
  });
});

describe('where it is', () => {
  test.each([
    ['nothing', {}, 'Not set'],
    ['an empty one', { DATABASE_URL: ' ' }, 'Not set'],
    ['a secret that is no URL', { DATABASE_URL: 'secret' }, 'Not a Postgres URL'],
    ['of another kind', { DATABASE_URL: 'mysql://secret@a.example/b' }, 'Not a Postgres URL'],
  ])('%s: is named, never shown', (_, env, message) => {
    let failure: unknown;
    try {
      requireDatabaseUrl(env);
    } catch (error) {
      failure = error;
    }
    expect(failure).toMatchObject({
      code: 'not_configured',
      fields: [{ field: 'environment/DATABASE_URL', message }],
    });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('secret');
  });

  test('is not asked before it is needed, and then once', () => {
    vi.stubEnv('DATABASE_URL', '');
    expect(sharedDatabase).toThrow(/DATABASE_URL/);
    vi.unstubAllEnvs();
    expect(sharedDatabase()).toBe(sharedDatabase());
  });
});

/** The way to the database, which can be cut. */
async function createLink() {
  const target = new URL(url);
  const sockets = new Set<net.Socket>();
  let opened = 0;
  const server = net.createServer((client) => {
    opened += 1;
    const upstream = net.connect(Number(target.port || 5432), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as net.AddressInfo;
  return {
    url: Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).href,
    cut: () => sockets.forEach((socket) => socket.destroy()),
    opened: () => opened,
  };
}

test('whoever holds all connections of one use leaves those of the others', async () => {
  let release = () => undefined as void;
  const released = new Promise<void>((resolve) => (release = resolve));
  onTestFinished(() => release());
  const searches = Array.from({ length: 8 }, () =>
    sharedDatabase('analysis').withTransaction(() => released),
  );
  for (const use of ['shop', 'essential'] as const)
    expect(await sharedDatabase(use).query('select 1 as one')).toEqual([{ one: 1 }]);
  // Its own callers wait for a place, and get it.
  const next = sharedDatabase('analysis').query('select 1 as one');
  release();
  await Promise.all(searches);
  expect(await next).toEqual([{ one: 1 }]);
});
