import { describe, expect, it } from 'vitest';
import { createClient } from '@/lib/redis/client';
import { createTrace } from '@/lib/redis/record';
import type { Send } from '@/lib/redis/send';
import { connect, errorOf, freshKey, watchedSend } from './support';

const paths = (requests: { url: string }[]) => requests.map(({ url }) => new URL(url).pathname);

describe('sharing requests', () => {
  it('one turn, many callers: one request', async () => {
    const { send, requests } = watchedSend();
    const transport = connect({ send });
    const key = freshKey();
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => createClient(transport).incr(key)),
    );
    expect(replies).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(paths(requests)).toEqual(['/pipeline']);
  });

  it('much of many callers: several requests side by side, and a caller’s part in one', async () => {
    const { send: real, requests } = watchedSend();
    let open = 0;
    let mostOpen = 0;
    const send: Send = (request) => {
      mostOpen = Math.max(mostOpen, ++open);
      return real(request).finally(() => open--);
    };
    const transport = connect({ send });
    const key = freshKey();
    const callers = Array.from({ length: 30 }, (_, i) => `caller-${i};`);
    await Promise.all(
      callers.map((name) => {
        const redis = createClient(transport);
        const value = name + 'x'.repeat(200);
        return Promise.all([redis.set(`${key}:${name}`, value), redis.append(key, value)]);
      }),
    );
    expect(requests.length).toBeGreaterThan(2);
    expect(mostOpen).toBe(requests.length);
    for (const { body } of requests) expect(body.length).toBeLessThan(6_000);
    for (const name of callers)
      expect(requests.filter(({ body }) => body.includes(name))).toHaveLength(1);
  });

  it('much of one caller: one request', async () => {
    const { send, requests } = watchedSend();
    const redis = createClient(connect({ send }));
    const key = freshKey();
    await Promise.all(
      Array.from({ length: 30 }, (_, i) => redis.set(`${key}:${i}`, 'x'.repeat(500))),
    );
    expect(paths(requests)).toEqual(['/pipeline']);
  });

  it('a command that is alone travels as itself', async () => {
    const { send, requests } = watchedSend();
    const redis = createClient(connect({ send }));
    const key = freshKey();
    await redis.set(key, 'v');
    await redis.get(key);
    expect(paths(requests)).toEqual(['/', '/']);
  });

  it('never joins a transaction with anything', async () => {
    const { send, requests } = watchedSend();
    const transport = connect({ send });
    const key = freshKey();
    await Promise.all([
      createClient(transport).incr(key),
      createClient(transport).multi().incr(key).exec(),
      createClient(transport).multi().incr(key).exec(),
      createClient(transport).incr(key),
    ]);
    expect(paths(requests).sort()).toEqual(['/', '/', '/multi-exec', '/multi-exec']);
  });

  it('never joins two credentials', async () => {
    const { send, requests } = watchedSend();
    const key = freshKey();
    const [reply, error] = await Promise.all([
      createClient(connect({ send })).set(key, 'v'),
      errorOf(createClient(connect({ send, token: 'another-token' })).set(key, 'w')),
    ]);
    expect([reply, error.code]).toEqual(['OK', 'redis_unauthorized']);
    expect(new Set(requests.map(({ headers }) => headers.authorization)).size).toBe(2);
  });

  it('can be switched off', async () => {
    const { send, requests } = watchedSend();
    const redis = createClient(connect({ send, batch: false }));
    const key = freshKey();
    await Promise.all([redis.incr(key), redis.incr(key), redis.pipeline().incr(key).exec()]);
    expect(paths(requests)).toEqual(['/', '/', '/pipeline']);
    expect(await redis.get(key)).toBe('3');
  });
});

describe('a neighbour', () => {
  it('that Redis refuses hurts nobody', async () => {
    const transport = connect();
    const key = freshKey();
    const [a, error, b, replies] = await Promise.all([
      createClient(transport).set(key, 'x'),
      errorOf(createClient(transport).incr(key)),
      createClient(transport).get(key),
      createClient(transport).pipeline().incr(key).get(key).exec({ keepErrors: true }),
    ]);
    expect([a, b]).toEqual(['OK', 'x']);
    expect(error.message).toBe('ERR value is not an integer or out of range');
    expect(replies.map((reply) => reply.error ?? reply.result)).toEqual([error.message, 'x']);
  });

  it.each([400, 413, 500])(
    'for whom the whole request is refused with %i hurts nobody, and order stays',
    async (status) => {
      const { send: real, requests } = watchedSend();
      let open = 0;
      let mostOpen = 0;
      const strict: Send = async (request) => {
        if (request.body.includes('poison')) {
          return { status, body: '{"error":"ERR refused"}', bytes: 23 };
        }
        mostOpen = Math.max(mostOpen, ++open);
        return real(request).finally(() => open--);
      };
      const transport = connect({ send: strict });
      const key = freshKey();
      const traces = [createTrace(), createTrace()];
      const good = createClient(transport, { trace: traces[0] });
      const bad = createClient(transport, { trace: traces[1] });
      const [appended, error, more, pipelineError, all] = await Promise.all([
        good.append(key, 'a'),
        errorOf(bad.set(key, 'poison')),
        good.append(key, 'b'),
        errorOf(bad.pipeline().set(key, 'poison').exec()),
        good.get(key),
      ]);
      expect([appended, more, all]).toEqual([1, 2, 'ab']);
      expect([error.message, pipelineError.message]).toEqual(['ERR refused', 'ERR refused']);
      expect(requests).toHaveLength(3);
      // One after the other, though each travels alone: nothing else keeps their order.
      expect(mostOpen).toBe(1);
      // The refused round trip was one, too, and carried nothing out.
      expect(traces[0]!.counts).toMatchObject({ roundTrips: 4, commands: 3 });
      expect(traces[0]!.trips[0]).toMatchObject({ billed: 0, error: 'ERR refused', shared: true });
    },
  );

  it('whose body is large travels apart', async () => {
    const { send, requests } = watchedSend();
    const transport = connect({ send, batch: { maxChars: 1_000 } });
    const key = freshKey();
    const large = 'x'.repeat(100_000);
    const replies = await Promise.all([
      createClient(transport).set(`${key}:1`, 'small'),
      createClient(transport).set(`${key}:2`, large),
      createClient(transport).get(`${key}:1`),
    ]);
    expect(replies).toEqual(
      ['OK', 'OK', 'small'].map((reply) => expect.toSatisfy((r) => r === reply || r === null)),
    );
    expect(requests.map(({ body }) => body.length > 1_000).sort()).toEqual([false, false, true]);
  });
});

describe('a caller who gives up', () => {
  it('before anything is sent sends nothing', async () => {
    const { send, requests } = watchedSend();
    const controller = new AbortController();
    const transport = connect({ send });
    const redis = createClient(transport, { signal: controller.signal });
    const key = freshKey();
    const giving = [errorOf(redis.incr(key)), errorOf(redis.incr(key))];
    const other = createClient(transport).incr(key);
    controller.abort(new Error('gone'));
    giving.push(errorOf(redis.incr(key)));
    expect((await Promise.all(giving)).map(({ message }) => message)).toEqual(
      Array(3).fill('gone'),
    );
    expect(await other).toBe(1);
    expect(paths(requests)).toEqual(['/']);
  });

  it('leaves the others of a shared request alone', async () => {
    const controller = new AbortController();
    const { send: real } = watchedSend();
    const send: Send = (request) => {
      controller.abort(new Error('gone'));
      return real(request);
    };
    const transport = connect({ send });
    const key = freshKey();
    const [error, reply] = await Promise.all([
      errorOf(createClient(transport, { signal: controller.signal }).incr(key)),
      createClient(transport).incr(key),
    ]);
    expect([error.message, reply]).toEqual(['gone', 2]);
  });

  it('ends a request that is its own', async () => {
    const controller = new AbortController();
    let signal: AbortSignal | undefined;
    const send: Send = (request) => {
      signal = request.signal;
      controller.abort(new Error('gone'));
      return Promise.reject(new Error('aborted'));
    };
    const trace = createTrace();
    const redis = createClient(connect({ send }), { signal: controller.signal, trace });
    expect((await errorOf(redis.get('k'))).message).toBe('gone');
    expect(signal?.aborted).toBe(true);
    expect(trace.counts.roundTrips).toBe(1);
  });

  it('leaves no listener behind', async () => {
    const { signal } = new AbortController();
    let listening = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => (listening++, add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (
      listening--,
      remove(...args)
    );
    const redis = createClient(connect(), { signal });
    const key = freshKey();
    await redis.incr(key);
    await Promise.all([redis.incr(key), redis.incr(key)]);
    await errorOf(redis.exec(['LPUSH', key]));
    expect(listening).toBe(0);
  });
});
