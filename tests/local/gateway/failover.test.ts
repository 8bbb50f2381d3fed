import { spawn } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import { findRedis } from '@/lib/local/find-redis';
import { startGateway } from '@/lib/local/gateway/server';
import { freePort } from '@/lib/local/port';
import { startRedis } from '@/lib/local/redis-server';
import { openAddress } from '../../support/address';
import { temporaryFolder } from '../launcher/support';
import { setUpGateway, TOKEN, until } from './support';

const fixture = setUpGateway();
const headers = { authorization: `Bearer ${TOKEN}` };

/** Sends a command to the gateway. @returns its answer, or its error */
async function ask(url: string, ...command: unknown[]): Promise<unknown> {
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(command) });
  const { result, error } = (await answer.json()) as { result?: unknown; error?: string };
  return error ?? result;
}

it('leaves a primary that has become a replica at the first write that it refuses', async () => {
  const admin = await fixture.another({ allowAdmin: true });
  const heir = await startRedis({ ephemeral: true });
  onTestFinished(heir.stop);
  const { password, port: firstPort } = new URL(fixture.redis.url);
  const heirAdmin = await fixture.another({ redisUrl: heir.url, allowAdmin: true });
  expect(await ask(heirAdmin.url, 'CONFIG', 'SET', 'requirepass', password)).toBe('OK');
  const address = await openAddress(Number(firstPort));
  const gateway = await fixture.another({
    redisUrl: `redis://:${password}@127.0.0.1:${address.port}`,
  });
  expect(await ask(gateway.url, 'SET', 'a', '1')).toBe('OK');
  // A command that blocks has a connection of its own, which is kept for the next.
  expect(await ask(gateway.url, 'BLPOP', 'none', 0.01)).toBe(null);

  address.to = heir.port;
  expect(await ask(admin.url, 'REPLICAOF', '127.0.0.1', '1')).toBe('OK');
  onTestFinished(async () => void (await ask(admin.url, 'REPLICAOF', 'NO', 'ONE')));
  expect(await ask(gateway.url, 'SET', 'a', '2')).toMatch(/^READONLY /);
  expect(await ask(gateway.url, 'SET', 'a', '3')).toBe('OK');
  expect(await ask(gateway.url, 'BLPOP', 'none', 0.01)).toMatch(/^(READONLY|UNBLOCKED) /);
  expect(await ask(gateway.url, 'BLPOP', 'none', 0.01)).toBe(null);
  expect(await ask(heirAdmin.url, 'GET', 'a')).toBe('3');
});

it('serves a Redis that is a replica on purpose, with its refusals', async () => {
  const admin = await fixture.another({ allowAdmin: true });
  const gateway = await fixture.another({});
  expect(await ask(admin.url, 'REPLICAOF', '127.0.0.1', '1')).toBe('OK');
  onTestFinished(async () => void (await ask(admin.url, 'REPLICAOF', 'NO', 'ONE')));
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => [
      await ask(gateway.url, 'SET', 'x', index),
      await ask(gateway.url, 'PING'),
    ]),
  );
  for (const [written, pinged] of answers) {
    expect(written).toMatch(/^READONLY /);
    expect(pinged).toBe('PONG');
  }
});

it('refuses one node of a cluster, and says why', async () => {
  const binary = await findRedis();
  const port = await freePort();
  const node = spawn(binary.command, ['-'], {
    env: { ...process.env, ...binary.env },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  onTestFinished(() => void node.kill('SIGKILL'));
  node.stdin.end(
    `bind 127.0.0.1\nport ${port}\ncluster-enabled yes\ncluster-config-file nodes-${port}.conf\n` +
      `dir ${temporaryFolder()}\nsave ""\nappendonly no\n`,
  );
  const redisUrl = `redis://127.0.0.1:${port}`;
  const gateway = await startGateway({ redisUrl, token: TOKEN });
  onTestFinished(gateway.close);
  await until(async () => /cluster/.test(String(await ask(gateway.url, 'PING'))));
  const answer = await fetch(gateway.url, { method: 'POST', headers, body: '["PING"]' });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({
    error: expect.stringContaining('it is a node of a cluster'),
  });
});
