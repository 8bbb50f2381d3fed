import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { EventEmitter } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ensureTemplate } from '@/lib/local/postgres-template';
import { startPostgres, type StartPostgresOptions } from '@/lib/local/postgres-server';
import { isAlive, temporaryFolder, until } from './support';

// What most of the tests begin with.
const template = await ensureTemplate();

async function start(options: StartPostgresOptions = {}) {
  const postgres = await startPostgres({ template, ...options });
  onTestFinished(postgres.stop);
  return postgres;
}

async function connect(connectionString: string) {
  const client = new Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end().catch(() => undefined));
  return client;
}

/** Writes through one connection and reads through another, so that what is read was not only in a session. */
const keep = async (url: string, value: string) =>
  (await connect(url)).query(`create table kept as select '${value}' as value`);
const kept = async (url: string) =>
  (await (await connect(url)).query<{ value: string }>('select value from kept')).rows[0]?.value;

/** The messages of a query one by one, which pg itself sends together. */
interface ExtendedProtocol extends EventEmitter {
  stream: net.Socket;
  parse(query: { text: string }): void;
  bind(portal: object): void;
  execute(portal: object): void;
  sync(): void;
}
const protocolOf = (client: Client) =>
  (client as unknown as { connection: ExtendedProtocol }).connection;

// Making a database from nothing takes seconds.
const slow = { timeout: 120_000 };

describe('a local Postgres', slow, () => {
  it('is made from nothing, and keeps its data from one start to the next', async () => {
    const dataDir = temporaryFolder();
    const first = await startPostgres({ dataDir });
    onTestFinished(first.stop);
    expect(first.name).toMatch(/^Postgres \d+\.\d+ \(embedded\)$/);
    await keep(first.url, 'yes');
    await first.stop();
    expect(await kept((await startPostgres({ dataDir })).url)).toBe('yes');
  });

  it('is brought back on the same address, with what was committed, when it is killed', async () => {
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    const postgres = await start({ dataDir: temporaryFolder(), restart: true, log });
    await keep(postgres.url, 'yes');
    const open = await connect(postgres.url);
    await open.query('begin');
    await open.query(`update kept set value = 'not committed'`);
    const killed = postgres.pid;
    process.kill(killed, 'SIGKILL');
    expect(await until(() => kept(postgres.url).catch(() => undefined))).toBe('yes');
    await until(() => postgres.pid !== killed);
    expect(lines).toEqual([
      expect.stringMatching(/^Postgres ended \(SIGKILL\): starting it again/),
    ]);
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
    const busy = await connect(postgres.url);
    const query = busy.query('select count(*) from generate_series(1, 100000000) a, kept');
    const failed = query.catch((error: Error) => error);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await postgres.stop();
    expect(isAlive(postgres.pid)).toBe(false);
    expect(await failed).toBeInstanceOf(Error);
    expect(await kept((await start({ dataDir })).url)).toBe('yes');
  });

  it('asks for its password, and shows it in no process list', async () => {
    const postgres = await start({ ephemeral: true });
    const { password } = new URL(postgres.url);
    const wrong = postgres.url.replace(password, 'x'.repeat(48));
    await expect(connect(wrong)).rejects.toMatchObject({ code: '28P01' });
    await expect(connect(postgres.url.replace(`:${password}`, ''))).rejects.toThrow();
    expect(readFileSync(`/proc/${postgres.pid}/cmdline`, 'utf8')).not.toContain(password);
    await connect(postgres.url);
  });

  it('is not disturbed by what speaks another protocol, or stops in the middle of a word', async () => {
    const postgres = await start({ ephemeral: true });
    const half = Buffer.from([0, 0, 0, 50, 0, 3, 0, 0, 1]);
    for (const bytes of [Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(8, 255), half]) {
      const socket = net.connect(postgres.port, '127.0.0.1').resume();
      socket.on('error', () => undefined);
      socket.end(bytes);
      await new Promise((resolve) => socket.once('close', resolve));
    }
    await (await connect(postgres.url)).query('select 1');
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

  it('gives nobody the rows of another, whose query came between the parts of theirs', async () => {
    const postgres = await start({ ephemeral: true });
    const [slow, quick] = [await connect(postgres.url), await connect(postgres.url)];
    const connection = protocolOf(slow);
    const row = new Promise<string>((resolve, reject) => {
      connection.once('dataRow', ({ fields }: { fields: unknown[] }) => resolve(String(fields[0])));
      connection.once('errorMessage', reject);
    });
    // The engine has one unnamed statement for all of its connections.
    connection.parse({ text: "select 'own'::text" });
    const { rows } = await quick.query('select $1::text as value', ['other']);
    connection.bind({});
    connection.execute({});
    connection.sync();
    expect(await row).toBe('own');
    expect(rows).toEqual([{ value: 'other' }]);
  });

  it('lets others in again when one goes away in the middle of a transaction', async () => {
    const postgres = await start({ ephemeral: true });
    await keep(postgres.url, 'before');
    const leaving = await connect(postgres.url);
    await leaving.query('begin');
    await leaving.query("update kept set value = 'never'");
    const waiting = kept(postgres.url);
    protocolOf(leaving).stream.destroy();
    expect(await waiting).toBe('before');
  });

  it('names the port that is taken', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await until(() => server.listening);
    const { port } = server.address() as net.AddressInfo;
    await expect(start({ ephemeral: true, port })).rejects.toThrow(`Port ${port} is taken`);
  });
});

describe('its data folder', slow, () => {
  it('is refused to a second launcher, with the holder named', async () => {
    const dataDir = temporaryFolder();
    await start({ dataDir });
    await expect(start({ dataDir })).rejects.toThrow(`in use by process ${process.pid}`);
  });

  it('of a dead launcher is taken over once the Postgres that it left behind has ended', async () => {
    const dataDir = temporaryFolder();
    const orphan = await start({ dataDir });
    await keep(orphan.url, 'yes');
    const lock = path.join(dataDir, 'launcher.lock');
    const held = JSON.parse(readFileSync(lock, 'utf8')) as object;
    writeFileSync(lock, JSON.stringify({ ...held, started: 'long ago' }));
    const heir = start({ dataDir });
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.kill(orphan.pid, 'SIGTERM');
    expect(await kept((await heir).url)).toBe('yes');
    expect(isAlive(orphan.pid)).toBe(false);
  });

  it('that is damaged is named, with what to do', async () => {
    const dataDir = temporaryFolder();
    const postgres = await start({ dataDir });
    await postgres.stop();
    writeFileSync(path.join(dataDir, 'data/global/pg_control'), 'nonsense');
    const failure = await start({ dataDir }).catch((error: Error) => error);
    expect(String(failure)).toContain(`on the data in ${dataDir}`);
    expect(String(failure)).toContain(`mv '${dataDir}`);
  });

  it('whose making was cut short is made anew', async () => {
    const dataDir = temporaryFolder();
    mkdirSync(path.join(dataDir, 'data.draft/global'), { recursive: true });
    const postgres = await startPostgres({ dataDir });
    onTestFinished(postgres.stop);
    await (await connect(postgres.url)).query('select 1');
    expect(readdirSync(dataDir)).not.toContain('data.draft');
  });
});
