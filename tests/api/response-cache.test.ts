import { afterEach, describe, expect, test } from 'vitest';
import { preflight } from '@/lib/http/cors';
import {
  fetchUpstream,
  languages,
  listUpstreams,
  purgeResponses,
  readResponseCacheStats,
  search,
} from '@/lib/patterns/response-cache/contract';
import { pickLanguage } from '@/lib/search/language';
import { send, type Call } from '../support/api';
import { sendAsAdmin } from '../support/callers';
import { refusalOf, refused } from '../support/problems';
import { startSite } from '../support/site';

type Found = {
  query: string;
  language: string;
  found: number;
  products: Record<string, unknown>[];
};

/** A search that no other test makes, so that it is not stored. */
const unasked = () => `oak ${Math.floor(Math.random() * 1e9)}`;

async function ask(q: string, headers: Record<string, string> = {}) {
  const answer = await send(search, { query: { q }, headers });
  const text = await answer.text();
  return { answer, text, course: answer.headers.get('cache-status') };
}

describe('the search', () => {
  test('finds what has each of the words, the best match first', async () => {
    const { text } = await ask('oak chair', { 'accept-language': 'en' });
    const { found, products, query } = JSON.parse(text) as Found;
    expect(query).toBe('oak chair');
    expect(found).toBeGreaterThanOrEqual(products.length);
    expect(products.length).toBeGreaterThan(0);
    expect(products[0]!.name).toContain('Chair');
    const sold = products
      .filter(({ name }) => String(name).includes('Chair'))
      .map((p) => Number(p.sold));
    expect(sold).toEqual([...sold].sort((a, b) => b - a));
  });

  test.each(['%%', '__', "' or ''='", '\\%', 'ſtool', '{x}', '%2525'])(
    'takes %j as words and as nothing else',
    async (q) => {
      const { answer, text } = await ask(q);
      expect(answer.status).toBe(200);
      expect((JSON.parse(text) as Found).found).toBe(0);
    },
  );

  test('is made once, then stored, at the price of one command', async () => {
    const q = unasked();
    const first = await ask(q);
    expect(first.course).toMatch(
      /^responses; fwd=miss; fwd-status=200; stored; ttl=\d+; detail=absent$/,
    );
    const second = await ask(q);
    expect(second.course).toMatch(/^responses; hit; ttl=\d+$/);
    expect(second.text).toBe(first.text);
    const { headers } = second.answer;
    expect(headers.get('server-timing')).toContain('redis;');
    expect(headers.get('server-timing')).toContain('"1 trip, 1 command"');
    expect(headers.get('cache-control')).toContain('s-maxage=30');
    expect(headers.get('age')).toMatch(/^\d+$/);
  });

  test('is a 304 to who has it, and to a HEAD the same without a body', async () => {
    const q = unasked();
    const etag = (await ask(q)).answer.headers.get('etag')!;
    const again = await ask(q, { 'if-none-match': etag });
    expect(again.answer.status).toBe(304);
    expect(again.text).toBe('');
    expect(again.answer.headers.get('etag')).toBe(etag);
    expect(again.answer.headers.get('vary')).toBe('accept-language');
  });

  test('is another in another language, whoever is signed in', async () => {
    const q = 'brass lantern';
    const german = await ask(q, { 'accept-language': 'de-AT, en;q=0.5' });
    const english = await ask(q, { 'accept-language': 'en-GB', cookie: 'session=whoever' });
    expect(german.answer.headers.get('content-language')).toBe('de');
    const price = ({ text }: { text: string }) => (JSON.parse(text) as Found).products[0]!.price;
    expect(price(german)).toMatch(/^[\d.]+,\d\d\s€$/);
    expect(price(english)).toMatch(/^€[\d,]+\.\d\d$/);
    expect((await ask(q, { 'accept-language': 'en' })).course).toMatch(/; hit/);
  });

  test('can be asked from another site with its validator, and its headers read there', async () => {
    const origin = 'https://other.example';
    const asked = new Request('http://app.example/api/search', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET' },
    });
    process.env.ALLOWED_ORIGINS = origin;
    try {
      expect(preflight([search])(asked).headers.get('access-control-allow-headers')).toContain(
        'if-none-match',
      );
      const { answer } = await ask(unasked(), { origin });
      expect(answer.headers.get('vary')).toBe('accept-language, origin');
      const exposed = answer.headers.get('access-control-expose-headers');
      for (const name of ['age', 'cache-status', 'etag']) expect(exposed).toContain(name);
    } finally {
      delete process.env.ALLOWED_ORIGINS;
    }
  });

  const bad: [string, Call['query'], string][] = [
    ['no words', {}, 'query/q'],
    ['one letter', { q: 'a' }, 'query/q'],
    ['blanks', { q: '    ' }, 'query/q'],
    ['too many', { q: 'x'.repeat(65) }, 'query/q'],
    ['a control character', { q: 'oak\u0007' }, 'query/q'],
    ['a NUL', { q: 'oak\0' }, 'query/q'],
    [
      'twice',
      [
        ['q', 'oak'],
        ['q', 'ash'],
      ],
      'query/q',
    ],
    ['a limit of none', { q: 'oak', limit: '0' }, 'query/limit'],
    ['a fractional limit', { q: 'oak', limit: '1.5' }, 'query/limit'],
    ['a limit beyond', { q: 'oak', limit: '51' }, 'query/limit'],
    ['what nobody knows', { q: 'oak', page: '2' }, 'query/page'],
  ];
  test.each(bad)('%s is refused', async (_, query, field) => {
    const answer = await send(search, query ? { query } : {});
    expect(answer.headers.has('cache-status')).toBe(false);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await refusalOf(answer)).toEqual(refused(field));
  });
});

test.each([
  ['de', 'de'],
  ['de-CH', 'de'],
  ['fr;q=0.3, de;q=0.8', 'de'],
  ['it, fr', 'fr'],
  ['de;q=0', 'en'],
  ['*', 'en'],
  ['de;q=x, fr', 'fr'],
  ['DE', 'de'],
  ['', 'en'],
  [',;=', 'en'],
])('who wants %j reads %s', (wanted, language) => {
  expect(pickLanguage(wanted, languages)).toBe(language);
});

describe('a purge', () => {
  const isHit = async (q: string) => /; hit/.test((await ask(q)).course!);
  test('takes an answer by its URL, and all by their tag', async () => {
    const [one, other] = [unasked(), unasked()];
    for (const q of [one, other]) await ask(q);
    const purge = (body: object) => sendAsAdmin(purgeResponses, { body });
    expect((await purge({ urls: [`/api/search?q=${encodeURIComponent(one)}`] })).status).toBe(200);
    expect([await isHit(one), await isHit(other)]).toEqual([false, true]);
    expect((await purge({ tags: ['search'] })).status).toBe(200);
    expect([await isHit(one), await isHit(other)]).toEqual([false, false]);
  });

  test.each([
    [{}, 'body'],
    [{ urls: [], tags: [] }, 'body'],
    [{ urls: ['https://other.example/'] }, 'body/urls/0'],
    [{ urls: ['//other.example/'] }, 'body/urls/0'],
    [{ urls: ['/\\other.example'] }, 'body/urls/0'],
    [{ urls: ['api/search'] }, 'body/urls/0'],
    [{ urls: ['/a\n'] }, 'body/urls/0'],
    [{ urls: [7] }, 'body/urls/0'],
    [{ urls: '/a' }, 'body/urls'],
    [{ urls: Array(101).fill('/a') }, 'body/urls'],
    [{ tags: [''] }, 'body/tags/0'],
    [{ tags: ['x'.repeat(257)] }, 'body/tags/0'],
    [{ tags: ['a\u0000'] }, 'body/tags/0'],
    [{ tags: [null] }, 'body/tags/0'],
    [{ tags: ['a'], all: true }, 'body/all'],
  ])('of %j is refused', async (body, field) => {
    expect(await refusalOf(await sendAsAdmin(purgeResponses, { body }))).toEqual(refused(field));
  });

  test('is for admins', async () => {
    expect((await send(purgeResponses, { body: { tags: ['search'] } })).status).toBe(401);
  });
});

describe('an upstream', () => {
  afterEach(() => void delete process.env.UPSTREAMS);
  const fetchIt = (path: string, name = 'site', headers = {}) =>
    send(fetchUpstream, { params: { name }, query: { path }, headers });

  test('is listed, and fetched through the cache with nothing of the caller’s', async () => {
    const site = await startSite((request, response) => {
      response.setHeader('cache-control', 'max-age=60');
      response.setHeader('content-type', 'text/plain');
      response.end(`${request.url} ${JSON.stringify(Object.keys(request.headers).sort())}`);
    });
    process.env.UPSTREAMS = `site=${site.url}base/`;
    const listed = (await (await send(listUpstreams)).json()) as { upstreams: unknown };
    expect(listed.upstreams).toEqual([{ name: 'site', host: new URL(site.url).host }]);

    const first = await fetchIt('a/b?c=1', 'site', {
      cookie: 'session=x',
    });
    expect(first.status).toBe(200);
    const text = await first.text();
    expect(text).toMatch(/^\/base\/a\/b\?c=1 /);
    expect(text).not.toMatch(/cookie|authorization/);
    const second = await fetchIt('a/b?c=1');
    expect(second.headers.get('cache-status')).toMatch(/; hit/);
    expect(second.headers.get('content-security-policy')).toContain('sandbox');
    expect(site.requests).toHaveLength(1);
  });

  test('that nobody listed is not found', async () => {
    process.env.UPSTREAMS = 'site=http://127.0.0.1:8080/';
    expect(await refusalOf(await fetchIt('', 'other'))).toMatchObject({
      status: 404,
      code: 'not_found',
    });
  });

  test('that does not answer is a 503', async () => {
    const site = await startSite(({ socket }) => socket.destroy());
    process.env.UPSTREAMS = `site=${site.url}`;
    expect(await refusalOf(await fetchIt(`x${Math.random()}`))).toMatchObject({
      status: 503,
      code: 'origin_unavailable',
    });
  });

  test('is not asked by a request that came from here', async () => {
    expect(
      await refusalOf(await fetchIt('', 'shop', { 'cdn-loop': 'other, redis-patterns' })),
    ).toMatchObject({ status: 502 });
  });

  test.each([
    'https://other.example/',
    '//other.example/',
    '/other',
    '../x',
    'a\\..\\..\\x',
    '%2e%2e/x',
  ])('the path %j is refused', async (path) => {
    process.env.UPSTREAMS = 'site=http://127.0.0.1:8080/base/';
    expect(await refusalOf(await fetchIt(path))).toEqual(refused('query/path'));
  });
  test.each(['Site', '../x', 'x'.repeat(33), 'сite', '{x}'])(
    'the name %j is refused',
    async (name) => {
      expect(await refusalOf(await fetchIt('', name))).toEqual(refused('path/name'));
    },
  );
  test('a path of control characters is refused', async () => {
    expect(await refusalOf(await fetchIt('a\r\nb', 'shop'))).toEqual(refused('query/path'));
  });
});

test('the figures count what was asked', async () => {
  const total = async () => {
    const answer = await send(readResponseCacheStats, { query: { range: '1h' } });
    return ((await answer.json()) as { reads: number }).reads;
  };
  const before = await total();
  await ask(unasked());
  await expect.poll(total).toBeGreaterThan(before);
});
