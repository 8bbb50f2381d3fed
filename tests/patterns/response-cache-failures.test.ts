import { describe, expect, test } from 'vitest';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { createSend } from '@/lib/redis/send';
import { connect, errorOf } from '../redis/support';
import { startProcess } from '../support/processes';
import { startSite } from '../support/site';
import { counted, freshResponseCaches, get, told } from '../support/responses';
import type { ResponseReport, ResponseWork } from './processes/responder';

const fresh = freshResponseCaches();

const servers = async (...works: ResponseWork[]) => {
  const processes = await Promise.all(works.map(() => startProcess('responder.ts')));
  const reports = processes.map((process, i) => process.ask<ResponseReport[]>(works[i]));
  return (await Promise.all(reports)).flat();
};

/** A handler whose origin can go down: by an error of its own, or by throwing. */
function fragile(cacheControl: string) {
  const state: { down?: 'answers' | 'throws' } = {};
  const handler = counted((_, number) => {
    if (state.down === 'throws') throw new Error('The origin is down');
    if (state.down === 'answers')
      return new Response(`failure ${number}`, { status: 503, headers: { 'retry-after': '7' } });
    return new Response(`answer ${number}`, { headers: { 'cache-control': cacheControl } });
  });
  return { state, handler };
}

describe('over real processes', () => {
  test('a hundred requests at once on two servers ask the origin once', async () => {
    const origin = await startSite((_, response, number) => {
      response.setHeader('cache-control', 'public, max-age=60');
      setTimeout(() => response.end(`answer ${number}`), 300);
    });
    const work = { prefix: fresh().prefix, url: origin.url, askers: 50 };
    const reports = await servers(work, work);
    expect(origin.requests).toHaveLength(1);
    expect(reports).toHaveLength(100);
    expect(new Set(reports.map(({ text }) => text))).toEqual(new Set(['answer 1']));
    expect(reports.filter(({ course }) => course.includes('stored'))).toHaveLength(1);
  });

  test('a private answer is given to nobody else, however many wait for it', async () => {
    const origin = await startSite((_, response, number) => {
      response.setHeader('cache-control', 'private');
      setTimeout(() => response.end(`answer ${number}`), 100);
    });
    const work = { prefix: fresh().prefix, url: origin.url, askers: 20 };
    const texts = (await servers(work, work)).map(({ text }) => text);
    expect(new Set(texts).size).toBe(40);
    expect(origin.requests).toHaveLength(40);
  });

  test('nothing is served that is older than it may be', async () => {
    const origin = await startSite((_, response) => {
      const madeAt = Date.now();
      response.setHeader('cache-control', 'max-age=1, stale-while-revalidate=1');
      setTimeout(() => response.end(String(madeAt)), Math.random() * 60);
    });
    const work = { prefix: fresh().prefix, url: origin.url, askers: 3 };
    const processes = await Promise.all([1, 2].map(() => startProcess('responder.ts')));
    const askAll = async (task: ResponseWork) =>
      (await Promise.all(processes.map((it) => it.ask<ResponseReport[]>(task)))).flat();
    const reports = await askAll({ ...work, answers: 200 });
    expect(reports.length).toBeGreaterThanOrEqual(400);
    expect(reports.some(({ course }) => course.includes('refresh_started'))).toBe(true);
    // Where nobody asks, nobody refreshes it: what is stored then grows too old.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    reports.push(...(await askAll(work)));
    for (const { startedAt, text } of reports) expect(startedAt - Number(text)).toBeLessThan(2_000);
  });

  test('a server that is killed while it asks is replaced within its lease', async () => {
    let begun = () => {};
    const asking = new Promise<void>((resolve) => (begun = resolve));
    const origin = await startSite((_, response, number) => {
      response.setHeader('cache-control', 'max-age=60');
      // The first never ends.
      if (number === 1) begun();
      else response.end(`answer ${number}`);
    });
    const work = { prefix: fresh().prefix, url: origin.url, askers: 1, leaseMs: 500 };
    const dying = await startProcess('responder.ts');
    dying.ask(work).catch(() => undefined);
    await asking;
    await dying.kill();
    const [report] = await servers(work);
    expect(report!.text).toBe('answer 2');
  });
});

describe('while the origin is down', () => {
  test.each(['answers', 'throws'] as const)(
    '(it %s) what is old is served as long as it may',
    async (down) => {
      const { route, pass, errors } = fresh({ errorBackoffMs: 5_000 });
      const { state, handler } = fragile('max-age=60, stale-if-error=600');
      const ask = route(handler);
      await ask(get());
      state.down = down;
      await pass(61_000);
      const old = await told(ask(get()));
      expect(old).toMatchObject({
        status: 200,
        text: 'answer 1',
        age: expect.stringMatching(/^6\d$/),
      });
      expect(old.course).toMatch(
        /^responses; fwd=stale; (fwd-status=503; )?ttl=-\d; detail=load_failed$/,
      );
      expect((await told(ask(get()))).course).toMatch(
        /^responses; hit; ttl=-\d; detail=failed_lately$/,
      );
      expect(errors).not.toHaveLength(0);

      await pass(600_000);
      const late = await told(ask(get()).catch(() => new Response('thrown', { status: 500 })));
      expect(late.status).toBeGreaterThanOrEqual(500);
    },
  );

  test('its error goes as it is to who asked, and is not kept', async () => {
    const { route } = fresh({ errorBackoffMs: 0 });
    const { state, handler } = fragile('max-age=60');
    const ask = route(handler);
    state.down = 'answers';
    const first = await told(ask(get()));
    expect(first).toMatchObject({ status: 503, text: 'failure 1' });
    expect(first.header('retry-after')).toBe('7');
    expect(first.course).toBe('responses; fwd=miss; fwd-status=503; detail=failed');
    delete state.down;
    expect(await told(ask(get()))).toMatchObject({ status: 200, text: 'answer 2' });
  });

  test('it is left alone for a moment, and who asks then is told when to come again', async () => {
    const { route } = fresh({ errorBackoffMs: 5_000 });
    const { state, handler } = fragile('max-age=60');
    const ask = route(handler);
    state.down = 'answers';
    await ask(get());
    const error = await errorOf(ask(get()));
    expect(error).toMatchObject({ code: 'origin_unavailable', retryAfterSeconds: 5 });
    expect(handler.requests).toHaveLength(1);
  });

  test('an error that one with credentials meets keeps nobody else from asking', async () => {
    const { route } = fresh({ errorBackoffMs: 5_000 });
    const handler = counted(async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      const who = request.headers.get('cookie');
      return new Response(who, { status: who === 'bad' ? 500 : 200 });
    });
    const ask = route(handler);
    const statuses = await Promise.all(
      ['bad', 'good', 'good'].map(async (cookie) => (await ask(get('/', { cookie }))).status),
    );
    expect(statuses).toEqual([500, 200, 200]);
  });
});

describe('while Redis is away', () => {
  const away = () =>
    createClient(connect({ send: () => Promise.reject(new Error('away')), attempts: 1 }));

  test('requests pass through, with their validators', async () => {
    const { server } = fresh();
    const handler = fragile('max-age=60').handler;
    const ask = server({}, away()).wrap(handler);
    const first = await told(ask(get()));
    expect(first).toMatchObject({ status: 200, text: 'answer 1' });
    expect(first.course).toBe('responses; fwd=bypass; fwd-status=200; detail=redis_down');
    const etag = first.header('etag')!;
    expect(await told(ask(get('/', { 'if-none-match': etag })))).toMatchObject({
      status: 200,
      text: 'answer 2',
    });
    expect((await ask(get('/', { 'cache-control': 'only-if-cached' }))).status).toBe(504);
  });

  test('who asks at one moment shares what is for all, and nothing else', async () => {
    const { server } = fresh();
    for (const [cacheControl, most] of [
      ['max-age=60', 2],
      ['private', 10],
    ] as const) {
      const handler = counted(async (_, number) => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return new Response(`answer ${number}`, { headers: { 'cache-control': cacheControl } });
      });
      const ask = server({}, away()).wrap(handler);
      const texts = await Promise.all(
        Array.from({ length: 10 }, async () => (await ask(get())).text()),
      );
      expect(handler.requests.length).toBeLessThanOrEqual(most);
      if (cacheControl === 'private') expect(new Set(texts).size).toBe(10);
    }
  });

  test('a write has its answer all the same', async () => {
    const { server, errors } = fresh();
    const ask = server({}, away()).wrap(async () => new Response('done', { status: 201 }));
    expect(await told(ask(get('/', {}, 'POST')))).toMatchObject({ status: 201, text: 'done' });
    expect(errors).toEqual([expect.objectContaining({ code: 'redis_unreachable' })]);
  });
});

test('with answers lost on the way an origin is asked once, and a purge holds', async () => {
  const { server } = fresh();
  let sent = 0;
  const lossy = createClient(connect({ send: dropAnswers(createSend(), () => ++sent % 2 === 1) }));
  const cache = server({}, lossy);
  const { handler } = fragile('max-age=60');
  const ask = cache.wrap(handler);
  for (let time = 0; time < 3; time++)
    expect(await told(ask(get()))).toMatchObject({ status: 200, text: 'answer 1' });
  await cache.purge({ urls: [get().url] });
  expect(await told(ask(get()))).toMatchObject({ text: 'answer 2' });
});
