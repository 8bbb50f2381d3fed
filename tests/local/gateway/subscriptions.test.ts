import { describe, expect, it, vi } from 'vitest';
import { startGateway } from '@/lib/local/gateway/server';
import { openStream, READ_ONLY_TOKEN, TOKEN, until, setUpGateway } from './support';

const server = setUpGateway({ allowAdmin: true });
const { command, request } = server;
const subscribers = async (channel: string) =>
  ((await command('PUBSUB', 'NUMSUB', channel)) as [string, number])[1];
const connections = async () =>
  Number(/connected_clients:(\d+)/.exec(String(await command('INFO', 'clients')))?.[1]);

describe('frames', () => {
  it('SUBSCRIBE confirms and then delivers', async () => {
    const stream = await openStream(server.gateway, '/subscribe/news');
    expect(await stream.next()).toBe('data: subscribe,news,1');
    expect(await command('PUBLISH', 'news', 'hello, {"a": 1}')).toBe(1);
    expect(await stream.next()).toBe('data: message,news,hello, {"a": 1}');
    stream.close();
  });

  it('several channels are confirmed with their count', async () => {
    const stream = await openStream(server.gateway, '/subscribe/one/two%2Fthree', READ_ONLY_TOKEN);
    expect(await stream.next()).toBe('data: subscribe,one,1');
    expect(await stream.next()).toBe('data: subscribe,two/three,2');
    stream.close();
  });

  it('PSUBSCRIBE names the pattern and the channel', async () => {
    const stream = await openStream(server.gateway, '/psubscribe/room:*');
    expect(await stream.next()).toBe('data: psubscribe,room:*,1');
    await command('PUBLISH', 'room:7', 'hi');
    expect(await stream.next()).toBe('data: pmessage,room:*,room:7,hi');
    stream.close();
  });

  it('are never base64, and hold only UTF-8', async () => {
    const response = await request('/subscribe/raw', { headers: { 'upstash-encoding': 'base64' } });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body!.getReader();
    expect(Buffer.from((await reader.read()).value!).toString()).toBe('data: subscribe,raw,1\n\n');
    await request('/publish/raw', { method: 'POST', body: Buffer.from([0xc3, 0xa4, 0xff]) });
    expect(Buffer.from((await reader.read()).value!).toString()).toBe(
      'data: message,raw,ä\ufffd\n\n',
    );
    await reader.cancel();
  });

  it('a payload of several lines stays one event and cannot forge another', async () => {
    const stream = await openStream(server.gateway, '/subscribe/lines');
    await stream.next();
    await command('PUBLISH', 'lines', 'first\nmessage,lines,forged\r\n indented');
    const event = await stream.next();
    expect(event).toBe('data: message,lines,first\ndata:message,lines,forged\ndata:  indented');
    stream.close();
  });

  it('MONITOR says OK and then shows commands as Redis writes them', async () => {
    const stream = await openStream(server.gateway, '/monitor');
    expect(await stream.next()).toBe('data: "OK"');
    await command('SET', 'watched', 'a "quoted" value');
    let line: string;
    do line = (await stream.next()).slice('data: '.length);
    while (!line.includes('watched'));
    expect(line).toMatch(/^\d+\.\d+ \[0 .*\] "SET" "watched" "a \\"quoted\\" value"$/);
    stream.close();
  });

  it.each(['/subscribe', '/psubscribe'])('%s without a channel is 400', async (path) => {
    expect((await request(path)).status).toBe(400);
  });
});

describe('coming and going', () => {
  it('a caller that goes away frees its Redis subscription, and the others keep theirs', async () => {
    const leaving = await openStream(server.gateway, '/subscribe/shared');
    const staying = await openStream(server.gateway, '/subscribe/shared');
    await Promise.all([leaving.next(), staying.next()]);
    leaving.close();
    await until(async () => (await command('PUBLISH', 'shared', 'x')) === 1);
    expect(await staying.next()).toBe('data: message,shared,x');
    staying.close();
    await until(async () => (await subscribers('shared')) === 0);
  });

  it('each of those who join and leave one channel at once is confirmed before it gets messages', async () => {
    for (let round = 0; round < 20; round++) {
      const stream = await openStream(server.gateway, '/subscribe/turnstile');
      expect(await stream.next()).toBe('data: subscribe,turnstile,1');
      expect(await command('PUBLISH', 'turnstile', `${round}`)).toBe(1);
      expect(await stream.next()).toBe(`data: message,turnstile,${round}`);
      stream.close();
    }
  });

  it('a thousand subscribers cost one Redis connection and leave nothing behind', async () => {
    const before = await connections();
    const streams = await Promise.all(
      Array.from({ length: 1000 }, (_, at) =>
        openStream(server.gateway, `/subscribe/crowd:${at % 10}`),
      ),
    );
    await Promise.all(streams.map((stream) => stream.next()));
    expect(await connections()).toBeLessThanOrEqual(before + 1);
    for (let at = 0; at < 10; at++) await command('PUBLISH', `crowd:${at}`, `for ${at}`);
    const messages = await Promise.all(streams.map((stream) => stream.next()));
    expect(messages).toEqual(
      streams.map((_, at) => `data: message,crowd:${at % 10},for ${at % 10}`),
    );

    for (const stream of streams) stream.close();
    await until(
      async () => ((await command('PUBSUB', 'CHANNELS', 'crowd:*')) as string[]).length === 0,
    );
    expect(await connections()).toBeLessThanOrEqual(before + 1);
  });

  it('watchers of MONITOR share a connection that goes with the last of them', async () => {
    const before = await connections();
    const watchers = await Promise.all([1, 2, 3].map(() => openStream(server.gateway, '/monitor')));
    await Promise.all(watchers.map((watcher) => watcher.next()));
    expect(await connections()).toBe(before + 1);
    for (const watcher of watchers) watcher.close();
    await until(async () => (await connections()) === before);
  });
});

it('closes at once while streams and commands that block are open', async () => {
  const gateway = await startGateway({ redisUrl: server.redis.url, token: TOKEN });
  const streams = await Promise.all(
    ['/subscribe/a', '/psubscribe/b*', '/monitor'].map((path) => openStream(gateway, path)),
  );
  const blocked = fetch(`${gateway.url}/blpop/never/0?_token=${TOKEN}`).catch(() => 'broken off');
  await until(async () => String(await command('INFO', 'clients')).includes('blocked_clients:1'));
  // It waits for none of them, since none ends by itself, and for no timer, since none fires meanwhile.
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'setImmediate'] });
  await gateway.close().finally(() => vi.useRealTimers());
  await blocked;
  for (const stream of streams) await stream.ended().catch(() => undefined);
  await expect(fetch(gateway.url)).rejects.toThrow();
  await until(async () => String(await command('INFO', 'clients')).includes('blocked_clients:0'));
});
