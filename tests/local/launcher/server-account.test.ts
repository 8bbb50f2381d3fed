import { execFileSync } from 'node:child_process';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { findPostgres } from '@/lib/local/postgres-program';
import { startPostgres } from '@/lib/local/postgres-server';
import { serverAccount } from '@/lib/local/server-account';
import { temporaryFolder } from './support';

const isRoot = process.getuid?.() === 0;
const slow = { timeout: 120_000 };

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

it(
  'runs as this process does, or for root by another number, and its files stay its own',
  slow,
  async () => {
    const account = await serverAccount();
    if (!isRoot) expect(account).toEqual({ prefix: [], ids: {} });
    const dataDir = path.join(temporaryFolder(), 'home');
    await start(dataDir);
    expect(ownerOf(dataDir)).toBe(account.ids.uid ?? process.getuid?.());
  },
);

it(
  'runs as another account where root may make no namespace, on files that change hands with it',
  slow,
  async () => {
    const folder = temporaryFolder();
    const dataDir = path.join(folder, 'home');
    const before = await start(dataDir);
    await before.stop();
    const owner = ownerOf(dataDir);

    forbidNamespaces();
    const { ids } = await serverAccount();
    if (!isRoot) {
      expect(ids).toEqual({});
      return;
    }
    expect(ids.uid).toBeGreaterThan(0);
    // The folder is its launcher's alone so far.
    await expect(start(dataDir)).rejects.toThrow(
      /refuses to run as root, and the account .* cannot use/,
    );
    chmodSync(folder, 0o711);
    const { postgres } = await findPostgres();
    const canRun = () => execFileSync(postgres, ['--version'], ids);
    try {
      canRun();
    } catch {
      // This checkout is in a folder that nobody else may enter.
      await expect(start(dataDir)).rejects.toThrow(`cannot use ${path.dirname(postgres)}`);
      return;
    }
    const other = await start(dataDir);
    expect(ownerOf(dataDir)).toBe(ids.uid);
    await other.stop();

    vi.unstubAllEnvs();
    await start(dataDir);
    expect(ownerOf(dataDir)).toBe(owner);
  },
);
