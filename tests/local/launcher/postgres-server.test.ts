import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  startPostgres,
  type LocalPostgres,
  type StartPostgresOptions,
} from '@/lib/local/postgres-server';
import { isAlive, temporaryFolder, until } from './support';

async function start(options: StartPostgresOptions = {}) {
  const postgres = await startPostgres(options);
  onTestFinished(postgres.stop);
  return postgres;
}

async function connect(connectionString: string) {
  const client = new Client({ connectionString, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end().catch(() => undefined));
  return client;
}

const one = async <Value>(client: Client, sql: string) =>
  Object.values((await client.query<Record<string, Value>>(sql)).rows[0] ?? {})[0] as Value;

/** Writes through one connection and reads through another, so that what is read was not only in a session. */
const keep = async (url: string, value: string) =>
  (await connect(url)).query(`create table kept as select '${value}' as value`);
const kept = async (url: string) => one<string>(await connect(url), 'select value from kept');

/** A connection that is in the middle of a query of many minutes. */
async function busy(url: string) {
  const client = await connect(url);
  const pid = await one<number>(client, 'select pg_backend_pid()');
  const ended = client
    .query('select count(*) from generate_series(1, 100000000) a, generate_series(1, 1000) b')
    .catch((error: Error) => error);
  const watch = await connect(url);
  const state = `select state from pg_stat_activity where pid = ${pid}`;
  await until(async () => (await one(watch, state)) === 'active');
  return { pid, ended };
}

/** Makes the lock of a folder that of a launcher which has died. */
function loseLauncher(dataDir: string): void {
  const lock = path.join(dataDir, 'launcher.lock');
  const held = JSON.parse(readFileSync(lock, 'utf8')) as object;
  writeFileSync(lock, JSON.stringify({ ...held, started: 'long ago' }));
}

/** What tests that change nothing share: to make one takes a second. */
let shared: LocalPostgres;
beforeAll(async () => {
  shared = await startPostgres({ ephemeral: true });
});
afterAll(() => shared.stop());

describe('a local Postgres', () => {
  it('is made from nothing, and keeps its data from one start to the next', async () => {
    const dataDir = temporaryFolder();
    const first = await start({ dataDir });
    expect(first.name).toMatch(/^Postgres 18\.\d+ \(embedded\)$/);
    await keep(first.url, 'yes');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    expect(await kept((await start({ dataDir })).url)).toBe('yes');
  });

  it('has real sessions: a lock of one holds another back, and one query is cancelled by another', async () => {
    const { url } = shared;
    const [first, second] = [await connect(url), await connect(url)];
    await first.query('select pg_advisory_lock(1)');
    expect(await one(second, 'select pg_try_advisory_lock(1)')).toBe(false);
    await first.query('select pg_advisory_unlock(1)');
    expect(await one(second, 'select pg_try_advisory_lock(1)')).toBe(true);
    const { pid, ended } = await busy(url);
    await second.query(`select pg_cancel_backend(${pid})`);
    expect(await ended).toMatchObject({ code: '57014' });
  });

  it('sorts texts the same way on every machine', async () => {
    const client = await connect(shared.url);
    const sorted = `select string_agg(t, '' order by t) from unnest(array['b', 'ä', 'A', 'a', 'B']) t`;
    expect(await one(client, sorted)).toBe('ABabä');
    expect(await one(client, `select upper('ä')`)).toBe('Ä');
    expect(await one(client, 'show timezone')).toBe('UTC');
  });

  it('is brought back on the same address, with what was committed, when it is killed', async () => {
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    const postgres = await start({ dataDir: temporaryFolder(), restart: true, log });
    await keep(postgres.url, 'yes');
    const open = await connect(postgres.url);
    await open.query('begin');
    await open.query(`update kept set value = 'not committed'`);
    // What it leaves behind holds its files until it is ended as well.
    const leftover = await busy(postgres.url);
    const killed = postgres.pid;
    process.kill(killed, 'SIGKILL');
    expect(await until(() => kept(postgres.url).catch(() => undefined))).toBe('yes');
    await until(() => postgres.pid !== killed);
    expect(isAlive(leftover.pid)).toBe(false);
    expect(lines.filter((line) => line.startsWith('Postgres ended'))).toEqual([
      expect.stringMatching(/^Postgres ended \(SIGKILL\): starting it again/),
    ]);
  });

  it('recovers by itself when one of its connections is killed', async () => {
    const postgres = await start({ ephemeral: true });
    await keep(postgres.url, 'yes');
    const { pid, ended } = await busy(postgres.url);
    const before = postgres.pid;
    process.kill(pid, 'SIGKILL');
    expect(await ended).toBeInstanceOf(Error);
    expect(await until(() => kept(postgres.url).catch(() => undefined))).toBe('yes');
    expect(postgres.pid).toBe(before);
  });

  it('says that it ended when nobody asked to bring it back', async () => {
    const postgres = await start({ ephemeral: true });
    const reason = new Promise<Error>((resolve) => postgres.onExit(resolve));
    process.kill(postgres.pid, 'SIGKILL');
    expect((await reason).message).toBe('Postgres ended (SIGKILL)');
  });

  it('ends in the middle of a query that would take minutes, with what was committed', async () => {
    const dataDir = temporaryFolder();
    const postgres = await start({ dataDir });
    await keep(postgres.url, 'yes');
    const { pid, ended } = await busy(postgres.url);
    await postgres.stop();
    expect([isAlive(postgres.pid), isAlive(pid)]).toEqual([false, false]);
    expect(await ended).toBeInstanceOf(Error);
    expect(await kept((await start({ dataDir })).url)).toBe('yes');
  });

  it('asks for its password, and shows it in no process list', async () => {
    const { password } = new URL(shared.url);
    const wrong = shared.url.replace(password, 'x'.repeat(48));
    await expect(connect(wrong)).rejects.toMatchObject({ code: '28P01' });
    await expect(connect(shared.url.replace(`:${password}`, ''))).rejects.toThrow();
    const client = await connect(shared.url);
    const backend = await one<number>(client, 'select pg_backend_pid()');
    for (const pid of [shared.pid, backend])
      expect(
        execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }),
      ).not.toContain(password);
  });

  it('listens on the loopback address alone, and keeps its files to itself', async () => {
    const dataDir = temporaryFolder();
    chmodSync(dataDir, 0o755);
    const { url } = await start({ dataDir: path.join(dataDir, 'home') });
    const client = await connect(url.replace('//app:', '//postgres:'));
    expect(await one(client, 'show listen_addresses')).toBe('127.0.0.1');
    expect(await one(client, 'show unix_socket_directories')).toBe('');
    const mode = (name: string) =>
      (statSync(path.join(dataDir, 'home', name)).mode & 0o777).toString(8);
    expect([mode(''), mode('cluster'), mode('password')]).toEqual(['700', '700', '600']);
  });

  it('lets the app log in without the rights of a superuser, who may read files of this machine', async () => {
    const client = await connect(shared.url);
    expect(await one(client, 'show is_superuser')).toBe('off');
    await expect(client.query(`select pg_read_file('/etc/passwd')`)).rejects.toMatchObject({
      code: '42501',
    });
  });

  it('depends on no settings for other servers', async () => {
    const settings = {
      PGSSLMODE: 'require',
      PGDATESTYLE: 'bad',
      PGUSER: 'x',
      PGPORT: '1',
      PGDATA: '/',
    };
    for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    await (await connect((await start({ ephemeral: true })).url)).query('select 1');
  });

  it('is not disturbed by what speaks another protocol, or stops in the middle of a word', async () => {
    const half = Buffer.from([0, 0, 0, 50, 0, 3, 0, 0, 1]);
    for (const bytes of [Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(8, 255), half]) {
      const socket = net.connect(shared.port, '127.0.0.1').resume();
      socket.on('error', () => undefined);
      socket.end(bytes);
      await new Promise((resolve) => socket.once('close', resolve));
    }
    await (await connect(shared.url)).query('select 1');
  });

  it('leaves nothing behind when it keeps no data', async () => {
    const temporary = temporaryFolder();
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const postgres = await start({ ephemeral: true });
    await keep(postgres.url, 'yes');
    const left = () => readdirSync(temporary).filter((name) => name.startsWith('redis-patterns-'));
    expect(left()).not.toEqual([]);
    await postgres.stop();
    expect(isAlive(postgres.pid)).toBe(false);
    expect(left()).toEqual([]);
  });

  it('names the port that is taken', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await until(() => server.listening);
    const { port } = server.address() as net.AddressInfo;
    await expect(start({ ephemeral: true, port })).rejects.toThrow(`Port ${port} is taken`);
  });

  it('names the port that another Postgres has, and does not take that for its own', async () => {
    const { port } = shared;
    await expect(start({ ephemeral: true, port })).rejects.toThrow(`Port ${port} is taken`);
  });

  it('says that it cannot run from a path that a shell would not take for a name', async () => {
    const dataDir = path.join(temporaryFolder(), 'a $(id) b');
    await expect(start({ dataDir })).rejects.toThrow(`cannot run in ${dataDir}`);
    expect(readdirSync(dataDir)).not.toContain('launcher.lock');
  });
});

describe('its data folder', () => {
  it('is refused to a second launcher, with the holder named', async () => {
    const dataDir = temporaryFolder();
    await start({ dataDir });
    await expect(start({ dataDir })).rejects.toThrow(`in use by process ${process.pid}`);
  });

  it('goes to one of two launchers that find it empty at the same time', async () => {
    const dataDir = temporaryFolder();
    const attempts = await Promise.allSettled([start({ dataDir }), start({ dataDir })]);
    expect(attempts.map((attempt) => attempt.status).sort()).toEqual(['fulfilled', 'rejected']);
    const [winner] = attempts.filter((attempt) => attempt.status === 'fulfilled');
    await (await connect(winner!.value.url)).query('select 1');
  });

  it('of a dead launcher is taken over once the Postgres that it left behind has ended', async () => {
    const dataDir = temporaryFolder();
    const orphan = await start({ dataDir });
    await keep(orphan.url, 'yes');
    const { pid } = await busy(orphan.url);
    loseLauncher(dataDir);
    expect(await kept((await start({ dataDir })).url)).toBe('yes');
    expect([isAlive(orphan.pid), isAlive(pid)]).toEqual([false, false]);
  });

  it.each([
    ['another program', () => process.ppid],
    ['another Postgres', () => shared.pid],
  ])(
    'is taken over when everything was killed and its process id is that of %s',
    async (_, holder) => {
      const dataDir = temporaryFolder();
      const postgres = await start({ dataDir });
      await keep(postgres.url, 'yes');
      process.kill(postgres.pid, 'SIGKILL');
      await until(() => !isAlive(postgres.pid));
      loseLauncher(dataDir);
      const pidFile = path.join(dataDir, 'cluster/postmaster.pid');
      const stale = readFileSync(pidFile, 'utf8');
      writeFileSync(pidFile, stale.replace(/^\d+/, String(holder())));
      expect(await kept((await start({ dataDir })).url)).toBe('yes');
    },
  );

  it('that is damaged is named, with what to do', async () => {
    const dataDir = temporaryFolder();
    const postgres = await start({ dataDir });
    await postgres.stop();
    writeFileSync(path.join(dataDir, 'cluster/global/pg_control'), 'nonsense');
    const failure = await start({ dataDir }).catch((error: Error) => error);
    expect(String(failure)).toContain(`on the data in ${dataDir}`);
    expect(String(failure)).toContain(`mv '${dataDir}`);
  });

  it('whose password is lost is named, with what to do', async () => {
    const dataDir = temporaryFolder();
    const postgres = await start({ dataDir });
    await postgres.stop();
    writeFileSync(path.join(dataDir, 'password'), 'another');
    const failure = await start({ dataDir }).catch((error: Error) => error);
    expect(String(failure)).toContain('password authentication failed');
    expect(String(failure)).toContain(`mv '${dataDir}`);
    expect(existsSync(path.join(dataDir, 'launcher.lock'))).toBe(false);
  });

  it('whose making was cut short is made anew', async () => {
    const dataDir = temporaryFolder();
    mkdirSync(path.join(dataDir, 'cluster.draft.1/global'), { recursive: true });
    const postgres = await start({ dataDir });
    await (await connect(postgres.url)).query('select 1');
    expect(readdirSync(dataDir).filter((name) => name.includes('draft'))).toEqual([]);
  });

  it('that an earlier version filled with another engine is reported and left alone', async () => {
    const dataDir = temporaryFolder();
    mkdirSync(path.join(dataDir, 'data'));
    writeFileSync(path.join(dataDir, 'data/PG_VERSION'), '17\n');
    const lines: string[] = [];
    const postgres = await start({ dataDir, log: (line) => void lines.push(line) });
    await (await connect(postgres.url)).query('select 1');
    expect(lines).toContainEqual(
      expect.stringContaining(`${path.join(dataDir, 'data')} is of an earlier version`),
    );
    expect(readFileSync(path.join(dataDir, 'data/PG_VERSION'), 'utf8')).toBe('17\n');
  });
});
