import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { startGateway } from '@/lib/local/gateway/server';
import { gatewayToken } from '@/lib/local/gateway/token-file';
import { TOKEN, setUpGateway } from './support';

const server = setUpGateway();
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

/** Runs `npm run gateway`'s program; `line` is the first that it prints. */
function runGateway(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/local/gateway/main.ts'], {
    env: { ...process.env, GATEWAY_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const ended = new Promise<{ code: number | null; errors: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, errors }));
  });
  const line = new Promise<string>((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
  });
  return { child, line, ended };
}

it('prints its address as one line, serves, and ends at once on SIGTERM with a stream open', async () => {
  const { child, line, ended } = runGateway({ REDIS_URL: server.redis.url, GATEWAY_TOKEN: TOKEN });
  const url = await line;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
  const stream = await fetch(`${url.trim()}/subscribe/c?_token=${TOKEN}`);
  expect(stream.status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toEqual({ code: 143, errors: '' });
  await stream.text().catch(() => undefined);
});

it.each([
  [{ GATEWAY_PORT: 'many' }, 'GATEWAY_PORT is "many", which is no port'],
  [{ REDIS_URL: 'http://x' }, 'the Redis URL must look like'],
  [{ GATEWAY_READONLY_TOKEN: TOKEN }, 'the two tokens must differ'],
])('ends with a message for %j', async (env, message) => {
  const { ended } = runGateway({ REDIS_URL: server.redis.url, GATEWAY_TOKEN: TOKEN, ...env });
  const { code, errors } = await ended;
  expect(code).toBe(1);
  expect(errors).toContain(message);
});

it.each(['', 'with space', 'ünicode', 'x'.repeat(513)])('refuses the token %j', async (token) => {
  await expect(startGateway({ redisUrl: server.redis.url, token })).rejects.toThrow(RangeError);
});

it('rejects for a port that is taken and leaves no Redis connection behind', async () => {
  const options = { redisUrl: server.redis.url, token: TOKEN, port: server.gateway.port };
  await expect(startGateway(options)).rejects.toThrow('EADDRINUSE');
});

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

it('keeps a token it made in a file for the owner alone, the same at every start, and never says it', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'gateway-token-'));
  folders.push(folder);
  const file = path.join(folder, 'data', 'token');
  const lines: string[] = [];
  const token = await gatewayToken((line) => lines.push(line), file);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await gatewayToken((line) => lines.push(line), file)).toBe(token);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toBe(`${token}\n`);
  expect(lines.join()).toContain(file);
  expect(lines.join()).not.toContain(token);
});
