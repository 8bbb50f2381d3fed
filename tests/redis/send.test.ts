import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { createClient } from '@/lib/redis/client';
import { createSend, type SendRequest } from '@/lib/redis/send';
import { createFetchSend } from '@/lib/redis/send-fetch';
import { createUndiciSend } from '@/lib/redis/send-undici';
import { connect, errorOf, freshKey } from './support';

let answer: http.RequestListener = () => {};
const server = http.createServer((request, response) => answer(request, response));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const request = (more: Partial<SendRequest> = {}): SendRequest => ({
  url: `${url}/pipeline?x=1`,
  headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
  body: '["é"]',
  timeoutMs: 5_000,
  ...more,
});

describe.each([
  ['undici', createUndiciSend],
  ['fetch', createFetchSend],
  ['whichever fits the runtime', createSend],
])('sending with %s', (_, create) => {
  const send = create();
  afterAll(() => send.close?.());

  it('posts the body and gives back what came', async () => {
    answer = async (incoming, response) => {
      const { method, headers } = incoming;
      const chunks = await incoming.toArray();
      const body = Buffer.concat(chunks).toString();
      const text = JSON.stringify([method, incoming.url, headers.authorization, body]);
      response.writeHead(418, { 'upstash-sync-token': 'abc', 'retry-after': '9' }).end(text);
    };
    const text = JSON.stringify(['POST', '/pipeline?x=1', 'Bearer t', '["é"]']);
    expect(await send(request())).toEqual({
      status: 418,
      body: text,
      bytes: Buffer.byteLength(text),
      syncToken: 'abc',
      retryAfter: '9',
    });
  });

  it('reads a huge answer whole, in whatever pieces it comes', async () => {
    const text = JSON.stringify({ result: 'é'.repeat(5_000_000) });
    answer = (_, response) => {
      const bytes = Buffer.from(text);
      // An odd size, so that characters are cut in two.
      for (let i = 0; i < bytes.length; i += 99_999) response.write(bytes.subarray(i, i + 99_999));
      response.end();
    };
    const { body, bytes } = await send(request());
    expect(body === text).toBe(true);
    expect(bytes).toBe(Buffer.byteLength(text));
  });

  it('an empty answer is empty', async () => {
    answer = (_, response) => response.writeHead(204).end();
    expect(await send(request())).toMatchObject({ status: 204, body: '', bytes: 0 });
  });

  it.each([
    ['no answer begins', () => {}],
    [
      'an answer begins and does not end',
      (_: unknown, r: http.ServerResponse) => void r.write('{'),
    ],
  ])('rejects at its limit when %s', async (_, stall) => {
    answer = stall as http.RequestListener;
    expect((await errorOf(send(request({ timeoutMs: 60 })))).name).toBe('SendTimeoutError');
  });

  it('rejects when the connection is lost, before and within an answer', async () => {
    answer = (incoming) => incoming.socket.destroy();
    expect(await errorOf(send(request()))).toBeInstanceOf(Error);
    answer = (incoming, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{');
      setImmediate(() => incoming.socket.destroy());
    };
    expect(await errorOf(send(request()))).toBeInstanceOf(Error);
  });

  it('rejects with the reason of its signal, fired before or meanwhile', async () => {
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    answer = () => arrived();
    const controller = new AbortController();
    const sending = errorOf(send(request({ signal: controller.signal })));
    await arrival;
    controller.abort(new Error('gone'));
    expect((await sending).message).toBe('gone');
    expect((await errorOf(send(request({ signal: controller.signal })))).message).toBe('gone');
  });

  it('works after all of that', async () => {
    answer = (_, response) => response.end('fine');
    expect(await send(request())).toMatchObject({ status: 200, body: 'fine' });
  });
});

it('requests that follow one another take one connection', async () => {
  const ports = new Set<number | undefined>();
  answer = (incoming, response) => {
    ports.add(incoming.socket.remotePort);
    response.end('{"result":"OK"}');
  };
  const redis = createClient(connect({ url }));
  for (let i = 0; i < 20; i++) await redis.set('k', i);
  expect(ports.size).toBe(1);
});

it.each([
  ['undici', createUndiciSend],
  ['fetch', createFetchSend],
])('the client over %s reads and writes', async (_, create) => {
  const redis = createClient(connect({ send: create() }));
  const key = freshKey();
  const large = 'ä'.repeat(1_000_000);
  expect(await redis.set(key, large)).toBe('OK');
  expect((await redis.get(key)) === large).toBe(true);
});
