import { describe, expect, test } from 'vitest';
import { ownTag, urlTag } from '@/lib/patterns/response-cache/tags';
import { afterWrite } from '@/lib/patterns/response-cache/write';
import { counted, freshResponseCaches, get, kept, told } from '../support/responses';

const fresh = freshResponseCaches();

describe('old answers', () => {
  test('are served while one is made anew, never longer than they may', async () => {
    const work: (() => Promise<unknown>)[] = [];
    const { route, pass } = fresh({ background: (each) => void work.push(each) });
    const ask = route(kept('max-age=60, stale-while-revalidate=30'));
    await ask(get());
    await pass(70_000);
    const stale = await told(ask(get()));
    expect(stale).toMatchObject({ text: 'answer 1', age: expect.stringMatching(/^7\d$/) });
    expect(stale.course).toMatch(/^responses; hit; ttl=-1\d; detail=refresh_started$/);
    expect(work).toHaveLength(1);
    await work[0]!();
    expect(await told(ask(get()))).toMatchObject({
      text: 'answer 2',
      age: expect.stringMatching(/^\d$/),
    });
    await pass(91_000);
    const late = await told(ask(get()));
    expect(late).toMatchObject({ text: 'answer 3' });
    expect(late.course).toContain('stored');
  });

  test('are not served to who names an age', async () => {
    const { route, pass } = fresh();
    const ask = route(kept('max-age=60, stale-while-revalidate=30'));
    await ask(get());
    await pass(70_000);
    expect((await told(ask(get('/', { 'cache-control': 'max-age=600' })))).text).not.toBe(
      'answer 1',
    );
  });

  test.each(['must-revalidate', 'proxy-revalidate'])('are never served with %s', async (strict) => {
    const { route, pass } = fresh();
    const ask = route(kept(`max-age=60, stale-while-revalidate=30, stale-if-error=30, ${strict}`));
    await ask(get());
    await pass(61_000);
    expect((await told(ask(get()))).text).toBe('answer 2');
  });
});

describe('purging', () => {
  test('by URL takes all of its variants, in whatever spelling, and nothing else', async () => {
    const { route, cache } = fresh();
    const handler = kept();
    const ask = route(handler, { vary: { 'accept-language': (value) => value } });
    const variants = ['de', 'en'].map((language) => ({ 'accept-language': language }));
    for (const headers of variants) await ask(get('/a?x=1&y=2', headers));
    await ask(get('/b'));
    await cache.purge({ urls: ['https://shop.example/a?y=2&x=1'] });
    for (const headers of variants)
      expect((await told(ask(get('/a?x=1&y=2', headers)))).course).toContain('detail=invalidated');
    expect((await told(ask(get('/b')))).course).toMatch(/hit/);
  });

  test('by tag takes all that has it', async () => {
    const { route, cache } = fresh();
    const ask = route(kept(), { tags: (url) => ['all', `page${url.pathname}`] });
    await ask(get('/a'));
    await ask(get('/b'));
    await cache.purge({ tags: ['page/a'] });
    expect((await told(ask(get('/a')))).course).toContain('invalidated');
    expect((await told(ask(get('/b')))).course).toMatch(/hit/);
    await cache.purge({ tags: ['all'] });
    expect((await told(ask(get('/b')))).course).toContain('invalidated');
  });

  test('an answer that is being made keeps it from being stored', async () => {
    const { route, cache } = fresh();
    let goOn = () => {};
    let begun = () => {};
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const started = new Promise<void>((resolve) => (begun = resolve));
    const handler = counted(async (_, number) => {
      if (number === 1) {
        begun();
        await held;
      }
      return new Response(`answer ${number}`, { headers: { 'cache-control': 'max-age=60' } });
    });
    const ask = route(handler);
    const early = told(ask(get()));
    await started;
    await cache.purge({ urls: [get().url] });
    const later = told(ask(get()));
    goOn();
    expect(await early).toMatchObject({ text: 'answer 1' });
    expect((await early).course).toMatch(/detail=(invalidated|lease_lost)/);
    expect(await later).toMatchObject({ text: 'answer 2' });
    expect(await told(ask(get()))).toMatchObject({ text: 'answer 2' });
  });

  test('comes with a write to the URL that succeeds, and with what its answer names of this site', async () => {
    const { route } = fresh();
    const reads = route(kept());
    const write = (status: number, headers: Record<string, string> = {}) =>
      route(async () => new Response(null, { status, headers }));
    const courses = () =>
      Promise.all(
        ['/a', '/b', '/c'].map(async (path) => /; hit/.test((await told(reads(get(path)))).course)),
      );
    await courses();
    expect(await courses()).toEqual([true, true, true]);

    await write(422)(get('/a', {}, 'PUT'));
    await write(200)(get('/a', {}, 'OPTIONS'));
    expect(await courses()).toEqual([true, true, true]);

    const put = await write(201, { location: '/b', 'content-location': 'https://other.example/c' })(
      get('/a', {}, 'PUT'),
    );
    expect(put.headers.get('cache-status')).toBe('responses; fwd=method; fwd-status=201');
    expect(await courses()).toEqual([false, false, true]);
    expect(await courses()).toEqual([true, true, true]);
    await write(200, { 'content-location': '/c' })(get('/a', {}, 'PUT'));
    expect(await courses()).toEqual([false, true, false]);
  });

  test('comes with no write for what its answer names of another site', async () => {
    const purged: unknown[] = [];
    const answer = new Response(null, {
      headers: { location: 'https://other.example/b', 'content-location': '/c' },
    });
    await afterWrite(get('/a', {}, 'PUT'), answer, {
      name: 'responses',
      purge: async (what) => void purged.push(what),
      onError: () => undefined,
    });
    const { origin } = new URL(get().url);
    expect(purged).toEqual([{ urls: [new URL('/a', origin), new URL('/c', origin)] }]);
  });

  test('by a tag of a route takes no URL, whatever the tag is called', async () => {
    const tag = await urlTag(get().url);
    expect(ownTag(tag)).not.toBe(tag);
  });
});
