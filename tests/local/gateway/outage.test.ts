import { expect, it } from 'vitest';
import { startGateway } from '@/lib/local/gateway/server';
import { freePort } from '@/lib/local/port';
import { openStream, TOKEN, until, setUpGateway } from './support';

const server = setUpGateway({}, { restart: true });
const { request, command } = server;

it('answers 503 at once while Redis is down, ends streams, and recovers by itself', async () => {
  const stream = await openStream(server.gateway, '/subscribe/news');
  await stream.next();
  await command('PING');
  const { pid } = server.redis;
  const waiting = request('/blpop/never/0');

  process.kill(pid, 'SIGKILL');
  expect((await waiting).status).toBe(503);
  expect(await stream.ended()).toEqual([]);

  await until(async () => server.redis.pid !== pid);
  await until(async () => (await request('/ping')).ok);
  expect(await command('SET', 'after', '1')).toBe('OK');

  const again = await openStream(server.gateway, '/subscribe/news');
  expect(await again.next()).toBe('data: subscribe,news,1');
  again.close();
});

it('every request in flight when Redis dies gets its own answer or a 503, never another one’s', async () => {
  const { pid } = server.redis;
  const requests = Array.from({ length: 300 }, async (_, at) => {
    if (at === 150) process.kill(pid, 'SIGKILL');
    const response = await request(`/echo/${at}`);
    const answer = (await response.json()) as { result?: string; error?: string };
    if (response.status === 503) expect(answer.error).toMatch(/^ERR /);
    else expect(answer).toEqual({ result: `${at}` });
    return response.status;
  });
  const statuses = await Promise.all(requests);
  expect(new Set(statuses).size).toBeLessThanOrEqual(2);
  await until(async () => (await request('/ping')).ok);
});

it('starts while Redis is down and says so in every answer', async () => {
  const port = await freePort();
  const gateway = await startGateway({ redisUrl: `redis://127.0.0.1:${port}`, token: TOKEN });
  const headers = { authorization: `Bearer ${TOKEN}` };
  try {
    for (const path of [
      '/ping',
      '/pipeline',
      '/multi-exec',
      '/subscribe/c',
      '/monitor',
      '/blpop/q/0',
    ]) {
      const body = path === '/ping' ? undefined : '[["PING"]]';
      const response = await fetch(gateway.url + path, { method: 'POST', headers, body });
      expect(response.status, path).toBe(503);
      expect(response.headers.get('retry-after')).toBe('1');
      expect(await response.json()).toEqual({ error: expect.stringContaining('ECONNREFUSED') });
    }
  } finally {
    await gateway.close();
  }
});

it('says when Redis refuses its password, without showing it', async () => {
  const wrong = server.redis.url.replace(/:[^:@/]+@/, ':wrong-password@');
  const gateway = await startGateway({ redisUrl: wrong, token: TOKEN });
  const response = await fetch(`${gateway.url}/ping?_token=${TOKEN}`);
  const text = await response.text();
  await gateway.close();
  expect(response.status).toBe(503);
  expect(text).toContain('WRONGPASS');
  expect(text).not.toContain('wrong-password');
});
