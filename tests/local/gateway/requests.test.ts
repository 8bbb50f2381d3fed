import { describe, expect, it } from 'vitest';
import { READ_ONLY_TOKEN, TOKEN, setUpGateway } from './support';

const server = setUpGateway();
const { request, command } = server;
const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  request(path, { method: 'POST', body, headers });

describe('authentication', () => {
  it.each([
    '/',
    '/get/k',
    '/pipeline',
    '/multi-exec',
    '/subscribe/ch',
    '/psubscribe/c*',
    '/monitor',
    '/no-such',
    '/%zz',
  ])('answers 401 on %s without a valid token, whatever the path', async (path) => {
    for (const authorization of [
      '',
      'Bearer wrong',
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(0, -1)}`,
    ]) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const response = await request(path, { method, headers: { authorization } });
        expect(response.status).toBe(401);
        expect(await response.json()).toEqual({ error: 'Unauthorized' });
      }
    }
  });

  it.each([TOKEN, READ_ONLY_TOKEN])('accepts the token %s as a query parameter', async (token) => {
    const response = await fetch(`${server.gateway.url}/ping?_token=${token}`);
    expect(await response.json()).toEqual({ result: 'PONG' });
  });

  it('does not make the token an argument', async () => {
    const response = await fetch(`${server.gateway.url}/echo/hello?_token=${TOKEN}`);
    expect(await response.json()).toEqual({ result: 'hello' });
  });
});

describe('methods', () => {
  it.each(['GET', 'POST', 'PUT'])('%s is served', async (method) => {
    expect(await (await request('/ping', { method })).json()).toEqual({ result: 'PONG' });
  });

  it('HEAD has the headers of GET and no body', async () => {
    const response = await request('/ping', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe(String('{"result":"PONG"}'.length));
    expect(await response.text()).toBe('');
  });

  it.each(['DELETE', 'PATCH', 'OPTIONS'])('%s is refused with 405', async (method) => {
    const response = await request('/ping', { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST, PUT');
    expect(await response.json()).toHaveProperty('error');
  });
});

describe('a command in the body', () => {
  it('takes strings, numbers and booleans, whatever the content type says', async () => {
    await post('/', '["RPUSH", "kinds", "text", 1.50, -3, true, false, 12345678901234567890]', {
      'content-type': 'text/plain',
    });
    expect(await command('LRANGE', 'kinds', 0, -1)).toEqual([
      'text',
      '1.50',
      '-3',
      'true',
      'false',
      '12345678901234567890',
    ]);
  });

  it.each([
    ['', 'ERR failed to parse the request body as JSON'],
    ['[', 'ERR failed to parse the request body as JSON'],
    ['["get" "k"]', 'ERR failed to parse the request body as JSON'],
    ['["get","k"]x', 'ERR failed to parse the request body as JSON'],
    ['["get","k]', 'ERR failed to parse the request body as JSON'],
    ['["get",nul]', 'ERR failed to parse the request body as JSON'],
    ['["get","\\x"]', 'ERR failed to parse the request body as JSON'],
    ['["get",]', 'ERR failed to parse the request body as JSON'],
    ['{"get":"k"}', 'ERR expected JSON array'],
    ['"get"', 'ERR expected JSON array'],
    ['["get",null]', 'ERR null args are not supported'],
    ['["get",["k"]]', 'ERR unsupported arg type: "[": json.Delim'],
    ['["get",{}]', 'ERR unsupported arg type: "{": json.Delim'],
    ['[]', 'ERR empty command'],
  ])('refuses %j with 400', async (body, error) => {
    const response = await post('/', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error });
  });

  it('passes a Redis error on as 400', async () => {
    const response = await post('/', '["nosuch", "a"]');
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: "ERR unknown command 'nosuch', with args beginning with: 'a' ",
    });
  });
});

describe('a command in the path', () => {
  it.each([
    ['plain', '/set/path:plain/bar', 'bar'],
    ['with an encoded slash', '/set/path:slash/a%2Fb', 'a/b'],
    ['with UTF-8', '/set/path:utf8/b%C3%A4r', 'bär'],
    ['with a plus, which is no space in a path', '/set/path:plus/a+b', 'a+b'],
    ['with an empty argument', '/set/path:empty//ex/100', ''],
  ])('%s', async (_, path, value) => {
    expect(await (await request(path)).json()).toEqual({ result: 'OK' });
    expect(await command('GET', decodeURIComponent(path.split('/')[2] as string))).toBe(value);
  });

  it('takes the raw body of POST and PUT as the last argument and query pairs after it', async () => {
    for (const method of ['POST', 'PUT']) {
      const body = `{"not": "parsed", "by": "${method}"}`;
      await request('/set/raw?EX=100&NX=&_token=ignored', { method, body });
      expect(await command('GET', 'raw')).toBe(body);
      expect(await command('TTL', 'raw')).toBeGreaterThan(90);
      await command('DEL', 'raw');
    }
  });

  it('keeps a binary body byte for byte', async () => {
    const bytes = Buffer.from([0, 255, 254, 13, 10, 34, 92, 128]);
    await post('/set/binary', bytes);
    const response = await request('/get/binary', { headers: { 'upstash-encoding': 'base64' } });
    expect(await response.json()).toEqual({ result: bytes.toString('base64') });
  });

  it.each([
    ['/foo', "ERR unknown command 'foo', with args beginning with: "],
    ['/set/a%zz/b', 'ERR malformed percent-encoding'],
    ['/', 'ERR failed to parse the request body as JSON'],
  ])('answers 400 to %s', async (path, error) => {
    const response = await request(path);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error });
  });
});
