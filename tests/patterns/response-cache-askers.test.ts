import { describe, expect, test } from 'vitest';
import { counted, freshResponseCaches, get, kept, told } from '../support/responses';

const fresh = freshResponseCaches();

describe('who asks', () => {
  const hello = (cacheControl: string) =>
    counted(
      (request) =>
        new Response(
          `for ${request.headers.get('authorization') ?? request.headers.get('cookie')}`,
          {
            headers: { 'cache-control': cacheControl },
          },
        ),
    );

  test.each(['max-age=60', 'private, max-age=60'])(
    'with credentials is never given what another was (%s)',
    async (cacheControl) => {
      const { route } = fresh();
      const slow = hello(cacheControl);
      const ask = route(async (request) => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        return slow(request);
      });
      const callers = ['authorization', 'cookie'].flatMap((header) =>
        Array.from({ length: 6 }, (_, i) => ({ header, name: `${header}-${i}` })),
      );
      // All at once, and once more: nobody's is shared by waiting for it either.
      for (let time = 0; time < 2; time++) {
        const texts = callers.map(({ header, name }) =>
          ask(get('/', { [header]: name })).then((a) => a.text()),
        );
        expect(await Promise.all(texts)).toEqual(callers.map(({ name }) => `for ${name}`));
      }
      expect(await (await ask(get())).text()).toBe('for null');
    },
  );

  test('shares what is said to be for all, apart from those without', async () => {
    const { route } = fresh();
    const handler = hello('public, max-age=60');
    const ask = route(handler);
    await ask(get('/', { cookie: 'a' }));
    expect((await told(ask(get('/', { cookie: 'b' })))).course).toMatch(/hit/);
    expect((await told(ask(get()))).course).toMatch(/fwd=miss/);
  });

  test('is not told apart where credentials are omitted, and the handler sees none', async () => {
    const { route } = fresh();
    const handler = hello('max-age=60');
    const ask = route(handler, { credentials: 'omit' });
    expect(await (await ask(get('/', { cookie: 'a', authorization: 'b' }))).text()).toBe(
      'for null',
    );
    expect((await told(ask(get()))).course).toMatch(/hit/);
  });
});

describe('what an answer depends on', () => {
  const vary = { 'accept-language': (value: string) => (value.startsWith('de') ? 'de' : 'en') };

  test('is in its key, and told to the caches behind', async () => {
    const { route } = fresh();
    const handler = counted(
      (request) =>
        new Response(request.headers.get('accept-language'), {
          headers: { 'cache-control': 'max-age=9', vary: 'Accept-Language' },
        }),
    );
    const ask = route(handler, { vary });
    const german = await told(ask(get('/', { 'accept-language': 'de-AT,de;q=0.9' })));
    expect(german).toMatchObject({ text: 'de' });
    expect(german.header('vary')).toBe('Accept-Language');
    expect(await (await ask(get('/', { 'accept-language': 'fr' }))).text()).toBe('en');
    expect((await told(ask(get('/', { 'accept-language': 'de' })))).course).toMatch(/hit/);
    expect(handler.requests).toHaveLength(2);
  });

  test('is told though the handler did not', async () => {
    const { route } = fresh();
    expect((await route(kept(), { vary })(get())).headers.get('vary')).toBe('accept-language');
  });

  test('can be nothing else: the handler sees no other header, no condition and one spelling of the URL', async () => {
    const { route } = fresh();
    const handler = kept();
    await route(handler, { vary })(
      get('/a?z=1&a=%7e', {
        'user-agent': 'x',
        'if-none-match': '"a"',
        range: 'bytes=0-1',
        'x-more': 'y',
      }),
    );
    const [seen] = handler.requests;
    expect([...seen!.headers]).toEqual([['accept-language', 'en']]);
    expect(seen!.url).toBe('https://shop.example/a?a=%7E&z=1');
  });
});

describe('the wishes of a request', () => {
  test.each(['no-cache', 'no-store'])(
    '%s: the origin is asked, and nothing stored',
    async (wish) => {
      const { route } = fresh();
      const handler = kept();
      const ask = route(handler);
      const asked = () => told(ask(get('/', { 'cache-control': wish })));
      expect(await asked()).toMatchObject({
        text: 'answer 1',
        course: `responses; fwd=request; fwd-status=200; detail=${wish}`,
      });
      expect(await told(ask(get()))).toMatchObject({ text: 'answer 2' });
      expect(await asked()).toMatchObject({ text: 'answer 3' });
      expect(await told(ask(get()))).toMatchObject({ text: 'answer 2' });
    },
  );

  test('max-age: what is older is asked anew', async () => {
    const { route, pass } = fresh();
    const ask = route(kept());
    await ask(get());
    await pass(10_000);
    expect((await told(ask(get('/', { 'cache-control': 'max-age=20' })))).course).toMatch(/hit/);
    const anew = await told(ask(get('/', { 'cache-control': 'max-age=5' })));
    expect(anew).toMatchObject({ text: 'answer 2' });
    expect(anew.course).toContain('fwd=request');
  });

  test('only-if-cached: what is stored, else 504', async () => {
    const { route } = fresh();
    const handler = kept();
    const ask = route(handler);
    const asked = () => told(ask(get('/', { 'cache-control': 'only-if-cached' })));
    expect(await asked()).toMatchObject({ status: 504 });
    await ask(get());
    expect(await asked()).toMatchObject({ status: 200, text: 'answer 1' });
    expect(handler.requests).toHaveLength(1);
  });
});
