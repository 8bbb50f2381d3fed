import { describe, expect, test } from 'vitest';
import { createClient } from '@/lib/redis/client';
import { createTrace } from '@/lib/redis/record';
import { sharedTransport } from '@/lib/redis/shared';
import { counted, freshResponseCaches, get, kept, told } from '../support/responses';

const fresh = freshResponseCaches();

describe('an answer that may be kept', () => {
  test('is made once, then served with its age, its validator and how it came about', async () => {
    const { route } = fresh();
    const handler = kept();
    const ask = route(handler);
    const first = await told(ask(get()));
    expect(first).toMatchObject({ status: 200, text: 'answer 1', age: null });
    expect(first.course).toMatch(
      /^responses; fwd=miss; fwd-status=200; stored; ttl=5\d; detail=absent$/,
    );
    const second = await told(ask(get()));
    expect(second).toMatchObject({
      status: 200,
      text: 'answer 1',
      age: expect.stringMatching(/^\d$/),
    });
    expect(second.course).toMatch(/^responses; hit; ttl=5\d$/);
    expect(handler.requests).toHaveLength(1);
    for (const name of ['etag', 'date', 'cache-control', 'content-type', 'content-length'])
      expect(second.header(name), name).toBe(first.header(name));
    expect(second.header('etag')).toMatch(/^"[\w-]{43}"$/);
  });

  test('costs one round trip with one command, as does its 304, whatever its tags', async () => {
    const { server, prefix } = fresh();
    const trace = createTrace();
    const cache = server({ prefix }, createClient(sharedTransport(), { trace }));
    const ask = cache.wrap(kept(), { tags: () => ['a', 'b', 'c'] });
    const etag = (await ask(get())).headers.get('etag')!;
    for (const [headers, status] of [
      [{}, 200],
      [{ 'if-none-match': etag }, 304],
    ] as const) {
      const before = { ...trace.counts };
      const answer = await ask(get('/', headers));
      expect(answer.status).toBe(status);
      expect(trace.counts.roundTrips - before.roundTrips).toBe(1);
      expect(trace.counts.commands - before.commands).toBe(1);
    }
  });

  test('keeps its own validator, and its bytes give one where it has none', async () => {
    const { route } = fresh();
    expect((await route(kept(undefined, { etag: 'W/"7"' }))(get('/1'))).headers.get('etag')).toBe(
      'W/"7"',
    );
    const of = async (path: string, body: string) => {
      const handler = counted(
        () => new Response(body, { headers: { 'cache-control': 'max-age=9' } }),
      );
      return (await route(handler)(get(path))).headers.get('etag');
    };
    expect(await of('/2', 'same')).toBe(await of('/3', 'same'));
    expect(await of('/4', 'other')).not.toBe(await of('/3', 'same'));
  });

  test('is a 304 without a body to who has it, from the first asking on', async () => {
    const { route } = fresh();
    const ask = route(kept('public, max-age=60', { etag: '"v1"', 'x-more': 'yes' }));
    for (const course of [/fwd=miss; .*stored/, /hit/]) {
      const answer = await told(ask(get('/', { 'if-none-match': '"v1"' })));
      expect(answer).toMatchObject({ status: 304, text: '' });
      expect(answer.course).toMatch(course);
      expect(answer.header('etag')).toBe('"v1"');
      expect(answer.header('cache-control')).toBe('public, max-age=60');
      for (const name of ['content-length', 'content-type', 'x-more'])
        expect(answer.header(name), name).toBeNull();
    }
    expect((await ask(get('/', { 'if-none-match': '"v0"' }))).status).toBe(200);
  });

  test('of any bytes comes back as it was, and ranges are not looked at', async () => {
    const { route } = fresh();
    const bytes = Uint8Array.from({ length: 3_000 }, (_, i) => (i * 7) % 256);
    const headers = { 'cache-control': 'max-age=9', 'content-type': 'image/x-any' };
    const ask = route(counted(() => new Response(bytes, { headers })));
    for (const asked of [get(), get('/', { range: 'bytes=0-9' })]) {
      const answer = await ask(asked);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('image/x-any');
      expect(Buffer.compare(await answer.bytes(), bytes)).toBe(0);
    }
  });

  test('to a HEAD is that to a GET without its body, and serves the GETs after it', async () => {
    const { route } = fresh();
    const handler = kept();
    const ask = route(handler);
    const head = await told(ask(get('/', {}, 'HEAD')));
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.header('content-length')).toBe('8');
    expect(handler.requests.map(({ method }) => method)).toEqual(['GET']);
    expect(await told(ask(get()))).toMatchObject({ text: 'answer 1' });
    expect((await told(ask(get('/', {}, 'HEAD')))).course).toMatch(/hit/);
  });

  test.each([204, 301, 404, 410])('may be a %i', async (status) => {
    const { route } = fresh();
    const headers = { 'cache-control': 'max-age=9', location: '/b' };
    const handler = counted(() => new Response(status === 204 ? null : 'x', { status, headers }));
    const ask = route(handler);
    await ask(get());
    const second = await told(ask(get()));
    expect(second).toMatchObject({ status, text: status === 204 ? '' : 'x' });
    expect(second.header('location')).toBe('/b');
    expect(handler.requests).toHaveLength(1);
  });

  test('counts the age that it came with', async () => {
    const { route } = fresh();
    const ask = route(kept('max-age=60', { age: '20' }));
    const first = await told(ask(get()));
    expect(first.age).toBe('20');
    const second = await told(ask(get()));
    expect(Number(second.age)).toBeGreaterThanOrEqual(20);
    expect(second.course).toMatch(/hit; ttl=3\d$/);
  });

  test('has grown older by what its body took to come', async () => {
    const { route } = fresh();
    const slow = () =>
      new ReadableStream<Uint8Array>({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 1_200));
          controller.enqueue(new TextEncoder().encode('slow'));
          controller.close();
        },
      });
    const headers = { 'cache-control': 'max-age=60' };
    const ask = route(counted(() => new Response(slow(), { headers })));
    expect(await told(ask(get()))).toMatchObject({ text: 'slow' });
    expect((await told(ask(get()))).course).toMatch(/hit; ttl=5[0-8]$/);
  });

  test('goes without what was of one connection', async () => {
    const { route } = fresh();
    const ask = route(kept('max-age=60', { connection: 'x-hop', 'x-hop': '1', 'keep-alive': 'a' }));
    for (let time = 0; time < 2; time++) {
      const { headers } = await ask(get());
      for (const name of ['connection', 'x-hop', 'keep-alive'])
        expect(headers.has(name)).toBe(false);
    }
  });
});

describe('an answer that may not be kept', () => {
  const cases: [string, ResponseInit & { by?: Record<string, string> }, string][] = [
    [
      'an error of the caller',
      { status: 400, headers: { 'cache-control': 'max-age=9' } },
      'status',
    ],
    ['no lifetime', {}, 'no-lifetime'],
    ['no time left', { headers: { 'cache-control': 'max-age=0' } }, 'not-fresh'],
    ['private', { headers: { 'cache-control': 'private, max-age=9' } }, 'private'],
    [
      'a cookie',
      { headers: { 'cache-control': 'public, max-age=9', 'set-cookie': 'a=b' } },
      'set-cookie',
    ],
    [
      'a header outside the key',
      { headers: { 'cache-control': 'max-age=9', vary: 'user-agent' } },
      'vary',
    ],
    [
      'to a cookie',
      { headers: { 'cache-control': 's-maxage=9' }, by: { cookie: 'a=b' } },
      'cookie',
    ],
    [
      'to who is authorized',
      { headers: { 'cache-control': 'max-age=9' }, by: { authorization: 'x' } },
      'authorization',
    ],
  ];
  test.each(cases)(
    '%s: goes to who asked as it is, and is not stored',
    async (_, { by = {}, ...init }, why) => {
      const { route } = fresh();
      const handler = counted((request, number) => new Response(`answer ${number}`, init));
      const ask = route(handler);
      for (const number of [1, 2]) {
        const answer = await told(ask(get('/', by)));
        expect(answer).toMatchObject({ status: init.status ?? 200, text: `answer ${number}` });
        expect(answer.course).toContain(`detail=${why}`);
        expect(answer.course).toMatch(/fwd=(miss|bypass)/);
        expect(answer.header('set-cookie')).toBe(why === 'set-cookie' ? 'a=b' : null);
      }
    },
  );

  test('a long one streams through whole, and is not stored', async () => {
    const { route } = fresh({ maxBytes: 1_000 });
    const long = 'x'.repeat(100_000);
    const handler = counted(
      () => new Response(long, { headers: { 'cache-control': 'max-age=9' } }),
    );
    const ask = route(handler);
    for (let time = 0; time < 2; time++) {
      const answer = await told(ask(get()));
      expect(answer.text).toBe(long);
      expect(answer.course).toContain('detail=too_large');
    }
    expect(handler.requests).toHaveLength(2);
  });
});
