import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { defineOperation, type Method } from '@/lib/contract';
import { call, fill, ProblemError } from '@/lib/http/call';
import { encodeWire, wireHeader } from '@/lib/http/wire';
import { tripOf } from './support';

const read = defineOperation({
  method: 'GET',
  path: '/api/users/{id}',
  tier: 'anyone',
  summary: 'Read',
  params: z.object({ id: z.string() }),
  query: z.object({ range: z.string().optional(), page: z.number().optional() }),
  result: z.object({ ok: z.boolean() }),
  cost: [],
});
const write = (method: Method) =>
  defineOperation({
    method,
    path: '/api/things',
    tier: 'anyone',
    summary: 'Write',
    body: z.object({ name: z.string() }),
    result: z.object({ ok: z.boolean() }),
    cost: [],
  });
const ada = { params: { id: 'ada' } };

let respond: (response: ServerResponse) => void;
let headArrived: () => void;
let received: { request: IncomingMessage; body: string } | undefined;
const server = createServer((request, response) => {
  void request.toArray().then((chunks: Buffer[]) => {
    received = { request, body: Buffer.concat(chunks).toString() };
    respond(response);
  });
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // Only a browser has a page whose address relative ones start from.
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const response = await fetch(`http://127.0.0.1:${port}${url}`, init);
    headArrived();
    return response;
  });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});
beforeEach(() => {
  received = undefined;
  headArrived = () => undefined;
  respond = (response) => response.end('{"ok":true}');
});

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('fill', () => {
  it.each([
    ['/api/users/{id}', { id: 'ada' }, '/api/users/ada'],
    ['/api/users/{id}', { id: 'a/b?c#d é' }, '/api/users/a%2Fb%3Fc%23d%20%C3%A9'],
    ['/api/{a}/{b}/{a}', { a: 1, b: '{a}' }, '/api/1/%7Ba%7D/1'],
    ['/api/{a}', { a: '$&' }, '/api/%24%26'],
    ['/api/health', undefined, '/api/health'],
  ])('%s with %j', (path, params, url) => {
    expect(fill(path, params)).toBe(url);
  });
});

describe('what call sends', () => {
  it('a read: parameters and query in the address, no body, no idempotency key', async () => {
    const answer = await call(read, { params: { id: 'a/b' }, query: { range: '2 h', page: 3 } });
    expect(answer.url).toBe('/api/users/a%2Fb?range=2+h&page=3');
    expect(received?.request.url).toBe(answer.url);
    expect(received?.body).toBe('');
    expect(received?.request.headers).not.toHaveProperty('idempotency-key');
    expect(received?.request.headers).not.toHaveProperty('content-type');
    expect(received?.request.headers[wireHeader]).toBe('1');
  });

  it('leaves out of the query what is not given', async () => {
    await call(read, { ...ada, query: { range: undefined, page: 0 } });
    expect(received?.request.url).toBe('/api/users/ada?page=0');
  });

  it('how old an answer may be', async () => {
    await call(read, ada, { maxAgeSeconds: 3 });
    expect(received?.request.headers['cache-control']).toContain('max-age=3');
  });

  it('no age until what may be shared was read after its own write, even a lost one', async () => {
    // All that was asked before counts as long ago.
    const start = performance.now() + 60_000;
    const clock = vi.spyOn(performance, 'now').mockReturnValue(start);
    onTestFinished(() => clock.mockRestore());
    const askedAge = async () => {
      await call(read, ada, { maxAgeSeconds: 1 });
      return received?.request.headers['cache-control'] ?? '';
    };
    expect(await askedAge()).toContain('max-age=1');
    await call(write('POST'), { body: { name: 'a' } });
    clock.mockReturnValue(start + 1_000);
    expect(await askedAge()).not.toContain('max-age');
    clock.mockReturnValue(start + 1_001);
    expect(await askedAge()).toContain('max-age=1');
    respond = (response) => response.destroy();
    await failure(call(write('DELETE'), { body: { name: 'a' } }));
    respond = (response) => response.end('{"ok":true}');
    expect(await askedAge()).not.toContain('max-age');
    clock.mockReturnValue(start + 2_002);
    expect(await askedAge()).toContain('max-age=1');
  });

  it.each<Method>(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'a %s: its JSON, and a new idempotency key each time',
    async (method) => {
      const keys = [];
      for (let times = 0; times < 2; times++) {
        const { sent } = await call(write(method), { body: { name: 'é' } });
        expect(received?.request.method).toBe(method);
        expect(received?.body).toBe('{"name":"é"}');
        expect(sent).toBe(received?.body);
        expect(received?.request.headers['content-type']).toBe('application/json');
        keys.push(received?.request.headers['idempotency-key']);
      }
      expect(keys[0]).toMatch(/^[\x21-\x7e]{16,128}$/);
      expect(keys[1]).not.toBe(keys[0]);
    },
  );

  it('the idempotency key that it is given', async () => {
    await call(write('POST'), { body: { name: 'a' } }, { idempotencyKey: 'mine' });
    expect(received?.request.headers['idempotency-key']).toBe('mine');
  });
});

describe('what call answers', () => {
  it('the result, its status and its round trips', async () => {
    const trips = [tripOf({ commands: [['GET', '用户']] })];
    respond = (response) =>
      response.writeHead(202, { [wireHeader]: encodeWire(trips) }).end('{"ok":true}');
    const answer = await call(read, ada);
    expect(answer).toMatchObject({
      data: { ok: true },
      status: 202,
      method: 'GET',
      sent: undefined,
      wire: { trips, omitted: 0 },
    });
    expect(answer.tookMs).toBeGreaterThan(0);
    expect(Math.abs(answer.at - Date.now())).toBeLessThan(10_000);
  });

  it('no round trips where the server shows none', async () => {
    expect((await call(read, ada)).wire).toBeUndefined();
  });
});

describe('how call fails', () => {
  const problem = {
    type: '/problems/rate_limited',
    title: 'Too many requests',
    status: 429,
    detail: 'Wait a little.',
    code: 'rate_limited',
    retryAfterMs: 4_000,
  };
  const unexpected = { status: 502, code: 'unexpected', detail: expect.stringContaining('502') };
  const noAnswer = { status: 0, code: 'no_answer' };

  it.each<[string, object, (response: ServerResponse) => void]>([
    [
      'a problem document',
      problem,
      (response) => response.writeHead(429).end(JSON.stringify(problem)),
    ],
    ['a page of a proxy', unexpected, (response) => response.writeHead(502).end('<h1>Oh</h1>')],
    ['JSON of a proxy', unexpected, (response) => response.writeHead(502).end('{"oh":"no"}')],
    ['JSON that is null', unexpected, (response) => response.writeHead(502).end('null')],
    ['an error that breaks off', unexpected, (response) => breakOff(response, 502)],
    ['a success that breaks off', noAnswer, (response) => breakOff(response, 200)],
    ['no answer at all', noAnswer, (response) => response.destroy()],
  ])('%s', async (_, expected, how) => {
    respond = how;
    const error = await failure(call(read, ada));
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).problem).toMatchObject(expected);
    expect((error as ProblemError).message).toBe((error as ProblemError).problem.detail);
  });

  it('a success that breaks off, with its cause', async () => {
    respond = (response) => breakOff(response, 200);
    expect(await failure(call(read, ada))).toHaveProperty('cause', expect.any(Error));
  });

  it('with the reason of who left before the answer', async () => {
    const left = new AbortController();
    const reason = new Error('The page was left');
    respond = () => left.abort(reason);
    expect(await failure(call(read, ada, { signal: left.signal }))).toBe(reason);
  });

  it.each([200, 503])('with the reason of who left within the body of a %i', async (status) => {
    const left = new AbortController();
    const reason = new Error('The page was left');
    respond = (response) => begin(response, status);
    headArrived = () => left.abort(reason);
    expect(await failure(call(read, ada, { signal: left.signal }))).toBe(reason);
  });

  it('at once for who has left before', async () => {
    const reason = new Error('The page was left');
    const signal = AbortSignal.abort(reason);
    expect(await failure(call(read, ada, { signal }))).toBe(reason);
    expect(received).toBeUndefined();
  });
});

/** Sends a head and a part of the body that it promises. */
function begin(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 100 }).write('{"ok":');
}

function breakOff(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 100 });
  response.write('{"ok":', () => response.destroy());
}
