import http from 'node:http';
import { describe, expect, it } from 'vitest';
import { TOKEN, setUpGateway } from './support';

const server = setUpGateway();
const { request, command } = server;
const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  request(path, { method: 'POST', body, headers });

describe('values', () => {
  it('keeps every digit of 64-bit integers', async () => {
    await command('SET', 'big', '9223372036854775806');
    expect(await (await request('/incr/big')).text()).toBe('{"result":9223372036854775807}');
  });

  it.each([
    ['text', 'plain', '"plain"'],
    ['quotes, backslashes and control characters', '"\\\n\u0001', JSON.stringify('"\\\n\u0001')],
    ['UTF-8', 'ä€😀', '"ä€😀"'],
  ])('writes %s as JSON', async (_, value, json) => {
    await command('SET', 'value', value);
    expect(await (await request('/get/value')).text()).toBe(`{"result":${json}}`);
  });

  it('replaces what is no UTF-8 by U+FFFD unless base64 was asked for', async () => {
    await post('/set/invalid', Buffer.from([0x61, 0xff, 0x62]));
    expect(await (await request('/get/invalid')).json()).toEqual({ result: 'a\ufffdb' });
  });

  it.each([
    ['a string', ['GET', 'b64'], '{"result":"dsOkbHVl"}'],
    ['PONG', ['PING'], '{"result":"UE9ORw=="}'],
    ['a top-level OK, left as it is', ['SET', 'b64', 'välue'], '{"result":"OK"}'],
    [
      'an OK inside an array',
      ['EVAL', 'return {redis.status_reply("OK")}', 0],
      '{"result":["T0s="]}',
    ],
    [
      'integers and nulls, left as they are',
      ['EVAL', 'return {1, false, {"x"}}', 0],
      '{"result":[1,null,["eA=="]]}',
    ],
    [
      'an error, left as it is',
      ['INCR', 'b64'],
      '{"error":"ERR value is not an integer or out of range"}',
    ],
  ])('base64: %s', async (_, args, expected) => {
    if (args[0] !== 'SET') await command('SET', 'b64', 'välue');
    const response = await post('/', JSON.stringify(args), { 'upstash-encoding': 'base64' });
    expect(await response.text()).toBe(expected);
  });
});

describe('/pipeline', () => {
  it('answers 200 with one element per command and goes on after errors', async () => {
    const commands = [
      ['SET', 'p', '1'],
      ['SELECT', '1'],
      ['NOSUCH'],
      ['INCR', 'p'],
      [],
      ['GET', 'p'],
    ];
    const response = await post('/pipeline', JSON.stringify(commands));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual([
      { result: 'OK' },
      { error: "ERR Command is not available: 'select'" },
      { error: "ERR unknown command 'NOSUCH', with args beginning with: " },
      { result: 2 },
      { error: 'ERR empty command' },
      { result: '2' },
    ]);
  });

  it('runs nothing of a body that turns out malformed', async () => {
    const response = await post('/pipeline', '[["SET","half","1"],["SET","half",null]]');
    expect(response.status).toBe(400);
    expect(await command('EXISTS', 'half')).toBe(0);
  });

  it('answers a list where nothing is to be sent', async () => {
    expect(await (await post('/pipeline', '[]')).json()).toEqual([]);
    expect(await (await post('/pipeline', '[["SELECT","1"]]')).json()).toHaveLength(1);
  });
});

describe('/multi-exec', () => {
  it('answers one element per command, errors of single commands among them', async () => {
    const commands = [
      ['SET', 'm', 'x'],
      ['INCR', 'm'],
      ['LRANGE', 'none', 0, -1],
      ['EVAL', 'return {{1,{}},false}', 0],
    ];
    const response = await post('/multi-exec', JSON.stringify(commands));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual([
      { result: 'OK' },
      { error: 'ERR value is not an integer or out of range' },
      { result: [] },
      { result: [[1, []], null] },
    ]);
  });

  it.each([
    [[['SET', 'd', '1'], ['INCR']], "ERR wrong number of arguments for 'incr' command"],
    [[['SET', 'd', '1'], ['MULTI']], "ERR Command is not available: 'multi'"],
    [
      [
        ['SET', 'd', '1'],
        ['CONFIG', 'GET', '*'],
      ],
      "ERR Command is not available: 'config' administers the server",
    ],
  ])(
    'answers 400 with one error and runs nothing when %j is discarded',
    async (commands, cause) => {
      const response = await post('/multi-exec', JSON.stringify(commands));
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual({
        error: `EXECABORT Transaction discarded because of: ${cause}`,
      });
      expect(await command('EXISTS', 'd')).toBe(0);
    },
  );
});

describe('resp2', () => {
  const resp2 = { 'upstash-response-format': 'resp2' };

  it.each([
    ['/ping', 200, '+PONG\r\n'],
    ['/get/none', 200, '$-1\r\n'],
    ['/eval/return {1,"ä",{false}}/0', 200, '*3\r\n:1\r\n$2\r\nä\r\n*1\r\n$-1\r\n'],
    ['/nosuch', 400, "-ERR unknown command 'nosuch', with args beginning with: \r\n"],
  ])('hands the reply to %s on as Redis wrote it', async (path, status, expected) => {
    const response = await request(path, { headers: resp2 });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(await response.text()).toBe(expected);
  });

  it('puts replies of a pipeline one after the other', async () => {
    const response = await post('/pipeline', '[["PING"],["QUIT"],["ECHO","x"]]', resp2);
    expect(await response.text()).toBe(
      "+PONG\r\n-ERR Command is not available: 'quit'\r\n$1\r\nx\r\n",
    );
  });

  it.each([
    [{ 'upstash-response-format': 'xml' }],
    [{ 'upstash-response-format': 'resp2', 'upstash-encoding': 'base64' }],
  ])('refuses %j with 400', async (headers) => {
    expect((await request('/ping', { headers })).status).toBe(400);
  });
});

describe('upstash-sync-token', () => {
  const token = async (path: string, headers = {}) =>
    (await request(path, { headers })).headers.get('upstash-sync-token');

  it('is on every answer, errors too, and changes only after a write', async () => {
    const first = await token('/get/k');
    expect(first).toBeTruthy();
    expect(await token('/nosuch-reading')).toBeTruthy();
    const before = await token('/get/k', { 'upstash-sync-token': 'anything' });
    expect(await token('/get/k')).toBe(before);
    const written = await token('/set/k/v');
    expect(written).not.toBe(before);
    expect(await token('/get/k')).toBe(written);
  });
});

it('serves requests that one connection sends without waiting for answers, in order', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const answers = await Promise.all(
    Array.from(
      { length: 20 },
      (_, at) =>
        new Promise<string>((resolve, reject) => {
          http
            .get(`${server.gateway.url}/echo/${at}?_token=${TOKEN}`, { agent }, (response) => {
              response.setEncoding('utf8').on('data', resolve);
            })
            .on('error', reject);
        }),
    ),
  );
  agent.destroy();
  expect(answers).toEqual(answers.map((_, at) => `{"result":"${at}"}`));
});
