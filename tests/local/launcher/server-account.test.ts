import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { findPostgres } from '@/lib/local/postgres-program';
import { startPostgres } from '@/lib/local/postgres-server';
import { projectRoot } from '@/lib/local/project';
import { serverAccount } from '@/lib/local/server-account';
import { observe, temporaryFolder } from './support';

const isRoot = process.getuid?.() === 0;

/** Makes this machine one that forbids user namespaces, as most containers do. */
function forbidNamespaces(): void {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}${path.delimiter}${process.env.PATH}`);
  onTestFinished(() => void vi.unstubAllEnvs());
}

async function start(dataDir: string) {
  const postgres = await startPostgres({ dataDir });
  onTestFinished(postgres.stop);
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('create table if not exists starts ()');
  await client.end();
  return postgres;
}

const ownerOf = (dataDir: string) => statSync(path.join(dataDir, 'cluster/PG_VERSION')).uid;

it('runs as this process does, or for root in a namespace, and its files stay its own', async () => {
  const dataDir = path.join(temporaryFolder(), 'home');
  const account = await serverAccount(path.join(dataDir, 'cluster'));
  if (!isRoot) expect(account).toEqual({ prefix: [], ids: {} });
  await start(dataDir);
  const mayNot = isRoot && account.prefix.length === 0;
  expect(ownerOf(dataDir) === process.getuid?.()).toBe(!mayNot);
});

it.runIf(isRoot)(
  'runs as another account where root may make no namespace, and as that one from then on',
  async () => {
    const folder = temporaryFolder();
    // Missing folders on the way are made so that the account can pass them.
    const dataDir = path.join(folder, '.data/postgres');
    const before = await start(dataDir);
    await before.stop();

    forbidNamespaces();
    const { ids } = await serverAccount(path.join(folder, 'none'));
    expect(ids.uid).toBeGreaterThan(0);
    await expect(start(dataDir)).rejects.toThrow(`may not enter ${folder}`);
    chmodSync(folder, 0o711);
    const { postgres } = await findPostgres();
    try {
      execFileSync(postgres, ['--version'], ids);
    } catch {
      // This checkout is in a folder that nobody else may enter.
      await expect(start(dataDir)).rejects.toThrow('may not enter');
      return;
    }
    const other = await start(dataDir);
    expect(ownerOf(dataDir)).toBe(ids.uid);
    await other.stop();

    vi.unstubAllEnvs();
    await start(dataDir);
    expect(ownerOf(dataDir)).toBe(ids.uid);
  },
);

/** Starts a Postgres in a process of another user. @returns what that printed */
async function startAs(id: number, dataDir: string): Promise<string> {
  const script = `import('./lib/local/postgres-server.ts')
    .then(({ startPostgres }) => startPostgres({ dataDir: '${dataDir}' }))
    .then((postgres) => (console.log(postgres.name), postgres.stop()))
    .catch((error) => console.log(String(error)))`;
  const run = observe(process.execPath, ['--import', 'tsx', '-e', script], {
    env: process.env,
    cwd: projectRoot,
    ...(isRoot && { uid: id, gid: id }),
  });
  await run.exited;
  return run.output();
}

/** A folder of another user, which others may enter. */
function folderOf(id: number): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o711);
  if (isRoot) chownSync(folder, id, id);
  return folder;
}

/** Whether people without rights may make namespaces, and enter this checkout. */
function isOpenTo(id: number): boolean {
  if (!isRoot) return true;
  try {
    execFileSync('unshare', ['--user', 'test', '-r', 'package.json'], { uid: id, gid: id });
    return true;
  } catch {
    return false;
  }
}

it.runIf(isRoot)('runs for a user without a name, by a namespace that gives one', async () => {
  const nameless = 54_321;
  const said = await startAs(nameless, path.join(folderOf(nameless), 'home'));
  expect(said).toMatch(isOpenTo(nameless) ? /^Postgres 18/m : /needs a user with a name|EACCES/);
});

it('says whose a folder is that belongs to another user', async () => {
  const dataDir = path.join(folderOf(1), 'home');
  mkdirSync(dataDir, { mode: isRoot ? 0o700 : 0o000 });
  const said = await startAs(1, dataDir);
  expect(said).toMatch(isOpenTo(1) ? /belongs to another user/ : /EACCES|Cannot find/);
});
