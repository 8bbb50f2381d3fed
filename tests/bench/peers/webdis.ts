import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { libraryEnvironment, unpackPackages } from '@/lib/local/apt';
import { findOnPath } from '@/lib/local/executable';
import { freePort } from '@/lib/local/port';
import { cacheFolder } from '@/lib/local/project';

/**
 * Starts webdis, an HTTP front of Redis in C: the one on PATH, else a private copy that apt fetches without root.
 *
 * @throws LaunchError where there is neither.
 */
export async function startWebdis(
  redisUrl: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const { command, env } = await findWebdis();
  const redis = new URL(redisUrl);
  const port = await freePort();
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-webdis-'));
  const file = path.join(folder, 'webdis.json');
  const config = {
    redis_host: redis.hostname,
    redis_port: Number(redis.port || 6379),
    redis_auth: redis.password || null,
    http_host: '127.0.0.1',
    http_port: port,
    threads: 4,
    pool_size: 20,
    daemonize: false,
    websockets: false,
    verbosity: 0,
    logfile: path.join(folder, 'webdis.log'),
  };
  await writeFile(file, JSON.stringify(config));
  const child = spawn(command, [file], { env: { ...process.env, ...env }, stdio: 'ignore' });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await answering(`${url}/PING`, child);
  return {
    url,
    async stop() {
      process.off('exit', kill);
      kill();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function findWebdis(): Promise<{ command: string; env: Record<string, string> }> {
  const onPath = await findOnPath('webdis');
  if (onPath) return { command: onPath, env: {} };
  const root = path.join(cacheFolder, 'webdis');
  const command = path.join(root, 'usr/bin/webdis');
  if (!existsSync(command)) {
    console.error('  fetching a private copy of webdis with apt (no root needed) …');
    await unpackPackages(['webdis'], root);
  }
  return { command, env: await libraryEnvironment(root) };
}

async function answering(url: string, child: { exitCode: number | null }): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const response = await fetch(url).catch((error: unknown) => {
      if (child.exitCode !== null) throw new Error(`webdis ended with ${child.exitCode}`);
      if (Date.now() > deadline) throw error;
    });
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
