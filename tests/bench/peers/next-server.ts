import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '@/lib/local/port';
import { projectRoot } from '@/lib/local/project';

// Its own file and not npx: killing npx would leave the server behind.
const next = path.join(projectRoot, 'node_modules/next/dist/bin/next');

/** Starts the app as production runs it, from the build that is there; builds it where there is none. */
export async function startNext(): Promise<{ url: string; stop(): Promise<void> }> {
  const options = { cwd: projectRoot, env: { ...process.env, NODE_ENV: 'production' as const } };
  if (!existsSync(path.join(projectRoot, '.next/BUILD_ID'))) {
    console.error('  building the app …');
    execFileSync(process.execPath, [next, 'build'], { ...options, stdio: 'ignore' });
  }
  const port = await freePort();
  const args = [next, 'start', '--hostname', '127.0.0.1', '--port', String(port)];
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const exited = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`next start ended with ${code}`)));
  });
  const ready = (async () => {
    for await (const text of child.stdout.setEncoding('utf8')) if (text.includes('Ready')) return;
  })();
  await Promise.race([ready, exited]);
  // Nobody reads on, and a full pipe would stop the server.
  child.stdout.resume();
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      process.off('exit', kill);
      kill();
      await exited.catch(() => undefined);
    },
  };
}
