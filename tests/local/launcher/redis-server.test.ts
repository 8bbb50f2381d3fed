import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Redis } from '@upstash/redis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startGateway } from '@/lib/local/gateway/server';
import { startRedis, type StartRedisOptions } from '@/lib/local/redis-server';
import { isAlive, temporaryFolder, until } from './support';

async function start(options: StartRedisOptions = {}) {
  const redis = await startRedis(options);
  onTestFinished(redis.stop);
  return redis;
}

/** A client that reaches a Redis as the app does. */
async function clientOf(redisUrl: string) {
  const gateway = await startGateway({ redisUrl, token: 'secret' });
  onTestFinished(gateway.close);
  return new Redis({ url: gateway.url, token: 'secret', retry: false });
}

describe('a local Redis', () => {
  it('keeps its data from one start to the next', async () => {
    const dataDir = temporaryFolder();
    const first = await start({ dataDir });
    await (await clientOf(first.url)).set('kept', 'yes');
    await first.stop();
    const second = await start({ dataDir });
    expect(await (await clientOf(second.url)).get('kept')).toBe('yes');
  });

  it('refuses writes when it is full, and lets no key go for others', async () => {
    const redis = await start({ ephemeral: true });
    const gateway = await startGateway({ redisUrl: redis.url, token: 'secret', allowAdmin: true });
    onTestFinished(gateway.close);
    const client = new Redis({ url: gateway.url, token: 'secret', retry: false });
    const config = await client.exec<string[]>(['CONFIG', 'GET', 'maxmemory*']);
    const of = (name: string) => config[config.indexOf(name) + 1];
    expect(Number(of('maxmemory'))).toBeGreaterThan(0);
    expect(of('maxmemory-policy')).toBe('noeviction');
  });

  it('is brought back on the same address, with its data, when it is killed', async () => {
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    const redis = await start({ dataDir: temporaryFolder(), restart: true, log });
    const client = await clientOf(redis.url);
    await client.set('kept', 'yes');
    const killed = redis.pid;
    process.kill(killed, 'SIGKILL');
    expect(await until(() => client.get('kept').catch(() => undefined))).toBe('yes');
    expect(redis.pid).not.toBe(killed);
    // Others say that it is loading its data, where that takes long enough to be seen.
    expect(lines.filter((line) => line.startsWith('Redis ended'))).toEqual([
      expect.stringMatching(/^Redis ended \(SIGKILL\): starting it again/),
    ]);
  });

  it('says that it ended when nobody asked to bring it back', async () => {
    const redis = await start({ ephemeral: true });
    const reason = new Promise<Error>((resolve) => redis.onExit(resolve));
    process.kill(redis.pid, 'SIGKILL');
    expect((await reason).message).toBe('Redis ended (SIGKILL)');
  });

  it('does not say that it ended when it was stopped', async () => {
    const redis = await start({ ephemeral: true });
    let said = false;
    redis.onExit(() => (said = true));
    await redis.stop();
    expect(isAlive(redis.pid)).toBe(false);
    expect(said).toBe(false);
  });

  it('shows its password in no process list', async () => {
    const redis = await start({ ephemeral: true });
    const { password } = new URL(redis.url);
    const seen = readFileSync(`/proc/${redis.pid}/cmdline`, 'utf8');
    expect(seen).toMatch(/[\w-]+-server/);
    expect(seen).not.toContain(password);
  });

  it('names the port that is taken', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await until(() => server.listening);
    const { port } = server.address() as net.AddressInfo;
    await expect(start({ ephemeral: true, port })).rejects.toThrow(`Port ${port} is taken`);
  });
});

describe('the data folder', () => {
  it('is refused to a second launcher, with the holder named', async () => {
    const dataDir = temporaryFolder();
    await start({ dataDir });
    await expect(start({ dataDir })).rejects.toThrow(`in use by process ${process.pid}`);
  });

  it('goes to one of two launchers that find the same stale lock', async () => {
    const dataDir = temporaryFolder();
    const stale = { pid: 2 ** 22 + 1, started: '1', port: 1, password: 'x' };
    writeFileSync(path.join(dataDir, 'launcher.lock'), JSON.stringify(stale));
    const attempts = await Promise.allSettled([start({ dataDir }), start({ dataDir })]);
    expect(attempts.map((attempt) => attempt.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is not held by a lock that was cut short', async () => {
    const dataDir = temporaryFolder();
    writeFileSync(path.join(dataDir, 'launcher.lock'), '{"pid":');
    await start({ dataDir });
  });

  it('is not held by another program that got the pid of a dead launcher', async () => {
    const dataDir = temporaryFolder();
    const stale = { pid: process.pid, started: 'long ago', port: 1, password: 'x' };
    writeFileSync(path.join(dataDir, 'launcher.lock'), JSON.stringify(stale));
    await start({ dataDir });
  });

  it('of a dead launcher is taken over, and the Redis that it left behind is ended', async () => {
    const dataDir = temporaryFolder();
    const orphan = await start({ dataDir });
    const lock = path.join(dataDir, 'launcher.lock');
    const held = JSON.parse(readFileSync(lock, 'utf8')) as object;
    writeFileSync(lock, JSON.stringify({ ...held, started: 'long ago' }));
    await (await clientOf(orphan.url)).set('kept', 'yes');
    const heir = await start({ dataDir });
    expect(await (await clientOf(heir.url)).get('kept')).toBe('yes');
    await until(() => !isAlive(orphan.pid));
  });

  it('that is damaged is named, with what to do', async () => {
    const dataDir = temporaryFolder();
    const redis = await start({ dataDir });
    await (await clientOf(redis.url)).set('kept', 'yes');
    await redis.stop();
    const folder = path.join(dataDir, 'appendonlydir');
    const file = readdirSync(folder).find((name) => name.endsWith('.incr.aof')) ?? '';
    appendFileSync(path.join(folder, file), '*1\r\n$nonsense\r\n*1\r\n');
    const failure = await start({ dataDir }).catch((error: Error) => error);
    expect(String(failure)).toContain(`Redis cannot read the data in ${dataDir}`);
    expect(String(failure)).toContain(`mv '${dataDir}'`);
    expect(String(failure)).toContain('redis-check-aof --fix');
  });
});
