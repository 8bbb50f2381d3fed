import net from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TOKEN, until, setUpGateway } from './support';

const server = setUpGateway({
  maxRequestBytes: 1024 * 1024,
  maxHeldBytes: 4 * 1024 * 1024,
});
const { request, command } = server;

/** Sends bytes as they are and collects all that comes back until the other side closes. */
function raw(bytes: string | Buffer, port = server.gateway.port): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
    socket.write(bytes);
  });
}

const head = (rest: string) =>
  `POST / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\n${rest}\r\n\r\n`;

describe('requests that are not as they should be', () => {
  it.each([
    ['headers that never end', 'GET / HTTP/1.1\r\nHost: x\r\n', 408],
    ['a body that never ends', `${head('Content-Length: 100')}["PI`, 408],
    ['no HTTP at all', '*1\r\n$4\r\nPING\r\n', 400],
    ['headers without measure', `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
  ])('%s: the connection ends with a status and a JSON error', async (_, bytes, status) => {
    // Only what never ends waits for its time.
    const times = status === 408 ? { headersTimeout: 300, requestTimeout: 600 } : {};
    const answer = await raw(bytes, (await server.another(times)).port);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(answer.split('\r\n\r\n')[1] as string)).toHaveProperty('error');
    expect(await command('PING')).toBe('PONG');
  });

  it('a body that is announced too large is refused at once, and the connection goes on', async () => {
    const size = 1024 * 1024 + 1;
    const response = await request('/', { method: 'POST', body: 'x'.repeat(size) });
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({
      error: `ERR max request size exceeded. Limit: 1048576 bytes, Actual: ${size} bytes`,
    });
  });

  it('a body that grows too large without announcement is refused while it arrives', async () => {
    const endless = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await nextTurn();
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const abort = new AbortController();
    const response = await request('/', {
      method: 'POST',
      body: endless,
      signal: abort.signal,
      // @ts-expect-error Node needs this for a streamed body; the DOM's types do not know it.
      duplex: 'half',
    });
    expect(response.status).toBe(413);
    abort.abort();
  });

  it('a caller that goes away before its answer leaves the others their own', async () => {
    const leave = Array.from({ length: 100 }, async (_, at) => {
      const abort = new AbortController();
      const gone = request(`/echo/gone-${at}`, { signal: abort.signal }).catch(() => undefined);
      const stays = command('ECHO', `stays-${at}`);
      abort.abort();
      await gone;
      return stays;
    });
    expect(await Promise.all(leave)).toEqual(leave.map((_, at) => `stays-${at}`));
  });
});

describe('bounds', () => {
  it('refuses connections past the limit with 503', async () => {
    const small = await server.another({ maxConnections: 2 });
    const open = [1, 2].map(() => net.connect(small.port, '127.0.0.1'));
    await Promise.all(
      open.map((socket) => new Promise((resolve) => socket.once('connect', resolve))),
    );
    await until(async () => (await raw('', small.port)).startsWith('HTTP/1.1 503 '));
    for (const socket of open) socket.destroy();
  });

  it('refuses with 503 what would hold more request bytes than allowed, and gives the room back', async () => {
    const small = await server.another({ maxHeldBytes: 1000, requestTimeout: 30_000 });
    const send = (body: string) =>
      fetch(`${small.url}/set/k`, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${TOKEN}` },
      });
    expect((await send('x'.repeat(1001))).status).toBe(503);
    for (let at = 0; at < 5; at++) expect((await send('x'.repeat(900))).status).toBe(200);
  });
});

describe('large things', () => {
  it('a large batch does not hold up a small request that comes after it', async () => {
    const roomy = await server.another({ maxRequestBytes: 10_000_000, maxHeldBytes: 20_000_000 });
    const headers = { authorization: `Bearer ${TOKEN}` };
    // Seconds of work for Redis itself, so that the small request comes in the middle of it.
    const work = 'for i = 1, 300000 do end';
    const commands = Array.from({ length: 2_000 }, (_, at) => [
      'EVAL',
      work,
      0,
      'x'.repeat(50),
      at,
    ]);
    const body = JSON.stringify(commands);
    const order: string[] = [];
    const batch = fetch(`${roomy.url}/pipeline`, { method: 'POST', body, headers }).then(
      async (response) => {
        const results = (await response.json()) as unknown[];
        order.push('batch');
        return results;
      },
    );
    await until(async () =>
      String(await command('INFO', 'commandstats')).includes('cmdstat_eval:'),
    );
    await (await fetch(`${roomy.url}/ping`, { headers })).json();
    order.push('ping');
    expect(await batch).toHaveLength(commands.length);
    expect(order).toEqual(['ping', 'batch']);
  });

  it.each(['', 'base64'])('a string of 12 MB arrives whole (encoding %j)', async (encoding) => {
    await command(
      'EVAL',
      "return redis.call('SET', 'large', string.rep('0123456789', 1200000))",
      0,
    );
    const response = await request('/get/large', { headers: { 'upstash-encoding': encoding } });
    const { result } = (await response.json()) as { result: string };
    const text = encoding ? Buffer.from(result, 'base64').toString() : result;
    expect(text === '0123456789'.repeat(1_200_000)).toBe(true);
  });

  describe('a caller who does not read a large reply', () => {
    const large = 45_000_000;
    const storeLarge = () =>
      command(
        'EVAL',
        `return redis.call('SET', 'large', string.rep('0123456789', ${large / 10}))`,
        0,
      );
    const startReading = () => {
      const socket = net.connect(server.gateway.port, '127.0.0.1');
      socket.write(
        `GET /get/large?_token=${TOKEN} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      );
      return socket;
    };

    it('neither fills the memory nor stops those who come later, and gets it whole in the end', async () => {
      await storeLarge();
      const observer = await server.another({});
      const connections = async () => {
        const response = await fetch(`${observer.url}/info/clients?_token=${TOKEN}`);
        return Number(/connected_clients:(\d+)/.exec(await response.text())?.[1]);
      };
      const connectionsBefore = await connections();
      const memoryBefore = process.memoryUsage().rss;
      const slow = startReading();
      slow.pause();
      // A fresh connection to Redis shows that the gateway has noticed.
      await until(async () => (await connections()) > connectionsBefore);

      for (let at = 0; at < 100; at++) expect(await command('ECHO', at)).toBe(`${at}`);
      expect(process.memoryUsage().rss - memoryBefore).toBeLessThan(40 * 1024 * 1024);
      let received = 0;
      slow.on('data', (chunk: Buffer) => (received += chunk.length));
      slow.resume();
      await new Promise((resolve) => slow.on('close', resolve));
      expect(received).toBeGreaterThan(large);
      await until(async () => (await connections()) === connectionsBefore);
    });

    it('is cut off soon when others wait behind it on its connection', async () => {
      await storeLarge();
      const slow = startReading();
      slow.pause();
      await Promise.all(Array.from({ length: 20 }, (_, at) => command('ECHO', at)));
      slow.destroy();
    });
  });
});
