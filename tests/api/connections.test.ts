import { get, request } from 'node:http';
import { expect, test } from 'vitest';
import { startProcess } from '../support/processes';

test('no User-Agent holds the process, whatever its length', async () => {
  const server = await startProcess('header-reader.ts');
  const port = await server.ask<number>('listen');
  const ask = async (userAgent: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}`, {
      headers: { 'user-agent': userAgent },
    });
    return (await answer.json()) as Record<string, string>;
  };
  expect(await ask('Mozilla/5.0')).toMatchObject({
    'user-agent': 'Mozilla/5.0',
    'x-forwarded-for': '127.0.0.1',
  });

  const before = await server.ask<number>('worked');
  for (const letter of ['a', '1', '-', '_'])
    for (let i = 0; i < 5; i++)
      expect((await ask(letter.repeat(15_500)))['user-agent']).toHaveLength(512);
  // Read whole, one of them takes 150 ms and more of the processor, four times over.
  expect((await server.ask<number>('worked')) - before).toBeLessThan(1_500);
});

/** Asks for a target as it is, where fetch would tidy it, and tells what came of it. */
function urlSeen(port: number, target: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: target }, async (response) => {
      const body = Buffer.concat(await response.toArray()).toString();
      resolve((JSON.parse(body) as { url: string }).url);
    }).on('error', reject);
  });
}

test.each([
  ['/api/counters/%ff', '/api/undecodable-path'],
  ['/api/counters/%', '/api/undecodable-path'],
  ['/api/counters/%C0%80?by=1', '/api/undecodable-path'],
  ['/api/%ED%A0%BD/x', '/api/undecodable-path'],
  ['/x/../api/counters/%ff', '/api/undecodable-path'],
  ['/api/./counters/%ff', '/api/undecodable-path'],
  ['/api/profiles/%C3%A9?q=%ff', '/api/profiles/%C3%A9?q=%ff'],
  ['/page/%ff', '/page/%ff'],
])('a request for %s goes to %s', async (sent, arrived) => {
  const server = await startProcess('header-reader.ts');
  const port = await server.ask<number>('listen');
  expect(await urlSeen(port, sent)).toBe(arrived);
});

test.each([
  ['http://app.example/api/counters/%ff', '/api/undecodable-path'],
  ['HTTP://app.example:80/api/%?by=1', '/api/undecodable-path'],
  ['http://app.example/api/profiles/x?q=%ff', 'http://app.example/api/profiles/x?q=%ff'],
  ['http://app.example/page/%ff', 'http://app.example/page/%ff'],
])('a request that names its server, as %s, goes to %s', async (sent, arrived) => {
  const server = await startProcess('header-reader.ts');
  const port = await server.ask<number>('listen');
  expect(await urlSeen(port, sent)).toBe(arrived);
});

test.each([
  ['PUT', '/api/health', 'GET, HEAD, OPTIONS'],
  ['POST', '/api/queues/demo/jobs/./retry', 'GET, HEAD, DELETE, OPTIONS'],
  ['GET', 'http://app.example/api/orders?x=1', 'POST, OPTIONS'],
  ['PROPFIND', '/api/sets/readers', 'GET, HEAD, OPTIONS'],
  ['DELETE', '/api/sets/compare', 'GET, HEAD, OPTIONS'],
  ['HEAD', '/api/health', undefined],
  ['OPTIONS', '/api/orders', undefined],
  ['DELETE', '/api/nothing-here', undefined],
  ['PATCH', '/pricing', undefined],
])('%s %s is told which methods there are: %s', async (method, sent, allowed) => {
  const server = await startProcess('header-reader.ts');
  const port = await server.ask<number>('listen');
  const answer = await new Promise<{ allow?: string; url?: string }>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: sent, method }, async (response) => {
      const body = Buffer.concat(await response.toArray()).toString();
      const { url } = (body ? JSON.parse(body) : {}) as { url?: string };
      resolve({ allow: response.headers.allow, url });
    })
      .on('error', reject)
      .end();
  });
  expect(answer.allow).toBe(allowed);
  if (method !== 'HEAD') expect(answer.url).toBe(allowed ? '/api/method-not-allowed' : sent);
});
