import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findRedis } from '@/lib/local/find-redis';
import { temporaryFolder } from './support';

/** Looks for a Redis on a machine that has only the given programs, each a shell script. */
function findWhereThereIs(programs: Record<string, string>) {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(folder, name), 0o755);
  }
  const before = process.env.PATH;
  process.env.PATH = folder;
  onTestFinished(() => void (process.env.PATH = before));
  return findRedis({ cache: path.join(folder, 'cache') });
}

const WAYS = ['brew install redis', 'apt install redis-server', 'dnf install redis', 'REDIS_URL='];

function expectWays(failure: unknown) {
  for (const way of WAYS) expect(String(failure)).toContain(way);
}

it('takes the redis-server on PATH before a Valkey', async () => {
  const found = await findWhereThereIs({
    'redis-server': 'echo Redis server v=7.2.4 sha=0',
    'valkey-server': 'echo Valkey server v=8.0.1 sha=0',
  });
  expect(found.name).toBe('Redis 7.2.4');
});

it('takes a Valkey where the Redis is too old', async () => {
  const found = await findWhereThereIs({
    'redis-server': 'echo Redis server v=6.0.16 sha=0',
    'valkey-server': 'echo Valkey server v=8.0.1 sha=0',
  });
  expect(found.name).toBe('Valkey 8.0.1');
});

it('takes whatever is new enough, whatever it calls itself', async () => {
  const found = await findWhereThereIs({ 'redict-server': 'echo Redict server v=7.3.0 sha=0' });
  expect(found.name).toBe('Redict 7.3.0');
});

it('passes over one that does not start', async () => {
  const found = await findWhereThereIs({
    'redis-server': 'echo cannot open shared object file >&2; exit 127',
    'valkey-server': 'echo Valkey server v=8.0.1 sha=0',
  });
  expect(found.name).toBe('Valkey 8.0.1');
});

it('names the ways to get one where there is neither a Redis nor apt', async () => {
  const failure = await findWhereThereIs({}).catch((error: Error) => error);
  expect(String(failure)).toContain('No Redis server was found on PATH.');
  expectWays(failure);
});

it('says that the one on PATH is too old', async () => {
  const failure = await findWhereThereIs({
    'redis-server': 'echo Redis server v=6.0.16 sha=0',
  }).catch((error: Error) => error);
  expect(String(failure)).toContain('Redis 6.0.16 on PATH is too old: version 7 or newer');
  expectWays(failure);
});

it('tells what apt said when it cannot fetch one', async () => {
  const failure = await findWhereThereIs({
    'apt-get': 'echo "E: Temporary failure resolving the mirror" >&2; exit 100',
    'dpkg-deb': 'exit 1',
  }).catch((error: Error) => error);
  expect(String(failure)).toContain('E: Temporary failure resolving the mirror');
  expectWays(failure);
});
