import { spawn } from 'node:child_process';
import { Lock } from '@upstash/lock';
import { Ratelimit } from '@upstash/ratelimit';
import { Realtime, handle } from '@upstash/realtime';
import { Redis } from '@upstash/redis';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TOKEN, until, setUpGateway } from './support';

const server = setUpGateway();
let redis: Redis;
beforeAll(() => {
  redis = new Redis({ url: server.gateway.url, token: TOKEN, enableTelemetry: false });
});

describe('@upstash/redis as shipped', () => {
  it('strings, and values as JSON', async () => {
    expect(await redis.set('s', { a: [1, 'ä😀'] }, { ex: 100 })).toBe('OK');
    expect(await redis.get('s')).toEqual({ a: [1, 'ä😀'] });
    expect(await redis.set('s', 'x', { nx: true })).toBeNull();
    expect(await redis.incrby('n', 5)).toBe(5);
    expect(await redis.mget('s', 'none', 'n')).toEqual([{ a: [1, 'ä😀'] }, null, 5]);
  });

  it('hashes, lists, sets, sorted sets', async () => {
    expect(await redis.hset('h', { name: 'Ann', age: 30 })).toBe(2);
    expect(await redis.hgetall('h')).toEqual({ name: 'Ann', age: 30 });
    expect(await redis.rpush('l', 'a', 'b')).toBe(2);
    expect(await redis.lrange('l', 0, -1)).toEqual(['a', 'b']);
    expect(await redis.sadd('set', 'x', 'y')).toBe(2);
    expect(new Set(await redis.smembers('set'))).toEqual(new Set(['x', 'y']));
    await redis.zadd('z', { score: 1.5, member: 'one' }, { score: 3, member: 'three' });
    expect(await redis.zrange('z', 0, -1, { withScores: true })).toEqual(['one', 1.5, 'three', 3]);
  });

  it('streams, bitmaps, geo, HyperLogLog, scripts', async () => {
    const id = await redis.xadd('stream', '*', { field: 'value' });
    expect(await redis.xrange('stream', '-', '+')).toEqual({ [id]: { field: 'value' } });
    expect(await redis.setbit('bits', 7, 1)).toBe(0);
    expect(await redis.bitcount('bits', 0, -1)).toBe(1);
    expect(await redis.geoadd('geo', { longitude: 13.4, latitude: 52.5, member: 'Berlin' })).toBe(
      1,
    );
    expect(await redis.pfadd('hll', 'a', 'b')).toBe(1);
    expect(await redis.createScript('return {KEYS[1], ARGV[1]}').exec(['k'], ['v'])).toEqual([
      'k',
      'v',
    ]);
  });

  it('pipelines with kept errors, transactions, auto-pipelining', async () => {
    const results = await redis
      .pipeline()
      .set('p', 'text')
      .incr('p')
      .get('p')
      .exec({ keepErrors: true });
    expect(results.map(({ result, error }) => error ?? result)).toEqual([
      'OK',
      'ERR value is not an integer or out of range',
      'text',
    ]);
    expect(await redis.multi().set('m', 1).incr('m').exec()).toEqual(['OK', 2]);
    const auto = new Redis({ url: server.gateway.url, token: TOKEN, enableAutoPipelining: true });
    expect(
      await Promise.all([auto.set('auto', 1), auto.incr('auto'), auto.get('auto')]),
    ).toBeDefined();
  });

  it('SCAN through a thousand keys, with types', async () => {
    await redis.mset(
      Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`scan:${at}`, at])),
    );
    const found = new Map<string, string>();
    let cursor = '0';
    do {
      const [next, page] = await redis.scan(cursor, {
        match: 'scan:*',
        count: 200,
        withType: true,
      });
      for (const { key, type } of page) found.set(key, type);
      cursor = next;
    } while (cursor !== '0');
    expect(found.size).toBe(1000);
    expect(new Set(found.values())).toEqual(new Set(['string']));
  });

  it('subscribes, receives and unsubscribes', async () => {
    const channel = redis.subscribe<{ text: string }>('sdk');
    const pattern = redis.psubscribe<{ text: string }>('sd*');
    const received: unknown[] = [];
    channel.on('message', (event) => received.push(event));
    pattern.on('pmessage', (event) => received.push(event));
    await Promise.all(
      [channel, pattern].map(
        (each, at) =>
          new Promise((resolve) => each.on(at === 0 ? 'subscribe' : 'psubscribe', resolve)),
      ),
    );
    expect(await redis.publish('sdk', { text: 'hi' })).toBe(2);
    await until(() => received.length === 2);
    expect(received).toContainEqual({ channel: 'sdk', message: { text: 'hi' } });
    expect(received).toContainEqual({ pattern: 'sd*', channel: 'sdk', message: { text: 'hi' } });
    await Promise.all([channel.unsubscribe(), pattern.unsubscribe()]);
    await until(async () => (await redis.publish('sdk', 'nobody')) === 0);
  });
});

describe('@upstash/ratelimit unchanged', () => {
  it.each([
    ['fixed window', Ratelimit.fixedWindow(5, '1 h')],
    ['sliding window', Ratelimit.slidingWindow(5, '1 h')],
    ['token bucket', Ratelimit.tokenBucket(5, '1 h', 5)],
  ])(
    '%s allows exactly its limit, to two instances without a cache of their own',
    async (name, limiter) => {
      const [one, two] = [1, 2].map(
        () => new Ratelimit({ redis, limiter, prefix: `rl:${name}`, ephemeralCache: false }),
      );
      const calls = Array.from({ length: 20 }, (_, at) => (at % 2 ? one : two)!.limit('someone'));
      const allowed = (await Promise.all(calls)).filter(({ success }) => success);
      expect(allowed).toHaveLength(5);
      expect((await one!.getRemaining('someone')).remaining).toBe(0);
      await one!.resetUsedTokens('someone');
      expect((await two!.limit('someone')).success).toBe(true);
    },
  );

  it('holds its limit over two processes', async () => {
    const script = `
      import { Ratelimit } from '@upstash/ratelimit';
      import { Redis } from '@upstash/redis';
      const [url, token] = process.argv.slice(1);
      const redis = new Redis({ url, token });
      const limit = new Ratelimit({ redis, limiter: Ratelimit.slidingWindow(7, '1 h'), prefix: 'rl:processes', ephemeralCache: false });
      const calls = await Promise.all(Array.from({ length: 20 }, () => limit.limit('someone')));
      console.log(calls.filter(({ success }) => success).length);`;
    const run = () =>
      new Promise<number>((resolve, reject) => {
        const args = ['--input-type=module', '-e', script, server.gateway.url, TOKEN];
        const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
        let text = '';
        child.stdout.on('data', (chunk) => (text += chunk));
        child.on('error', reject);
        child.on('close', () => resolve(Number(text)));
      });
    const [one, two] = await Promise.all([run(), run()]);
    expect((one as number) + (two as number)).toBe(7);
  });
});

describe('@upstash/lock unchanged', () => {
  it('one of many acquires, extends and releases', async () => {
    const locks = Array.from(
      { length: 10 },
      () => new Lock({ id: 'lock', redis, lease: 60_000, retry: { attempts: 1, delay: 1 } }),
    );
    const acquired = await Promise.all(locks.map((lock) => lock.acquire()));
    expect(acquired.filter(Boolean)).toHaveLength(1);
    const holder = locks[acquired.indexOf(true)] as Lock;
    const other = locks[acquired.indexOf(false)] as Lock;
    expect(await holder.extend(10_000)).toBe(true);
    expect(await redis.pttl('lock')).toBeGreaterThan(60_000);
    expect(await other.release()).toBe(false);
    expect(await holder.release()).toBe(true);
    expect(await holder.getStatus()).toBe('FREE');
  });
});

describe('@upstash/realtime unchanged', () => {
  it('delivers what is emitted to a subscriber and over its HTTP handler, with history', async () => {
    const realtime = new Realtime({
      redis,
      schema: { chat: { said: z.string() } },
      history: { maxLength: 10 },
    });
    const received: unknown[] = [];
    await realtime.emit('chat.said', 'before');
    const unsubscribe = await realtime.subscribe({
      events: ['chat.said'],
      history: true,
      onData: ({ data }) => received.push(data),
    });

    const abort = new AbortController();
    const request = new Request('http://localhost/realtime?channel=default', {
      signal: abort.signal,
    });
    const response = await handle({ realtime })(request);
    const reader = response!.body!.getReader();
    const next = async () => Buffer.from((await reader.read()).value as Uint8Array).toString();
    expect(await next()).toContain('"connected"');

    await realtime.emit('chat.said', 'hello');
    await until(() => received.length === 2);
    expect(received).toEqual(['before', 'hello']);
    expect(await next()).toContain('"hello"');
    unsubscribe();
    abort.abort();
    await until(async () => (await redis.publish('default', {})) === 0);
  });
});
