import { describe, expect, test } from 'vitest';
import { maxLifeMs } from '@/lib/patterns/cache/keys';
import { isNotModified } from '@/lib/patterns/response-cache/conditional';
import { parseDirectives } from '@/lib/patterns/response-cache/directives';
import { endToEnd } from '@/lib/patterns/response-cache/headers';
import { keptFor, timingOf } from '@/lib/patterns/response-cache/lifetimes';
import { whyNotStored } from '@/lib/patterns/response-cache/storable';
import { wishOf } from '@/lib/patterns/response-cache/wish';
import { get } from '../support/responses';

const noon = Date.parse('2026-01-01T12:00:00Z');
const at = (ms: number) => new Date(noon + ms).toUTCString();
type Headers_ = Record<string, string>;

describe('Cache-Control is read as RFC 9111 writes it', () => {
  test.each([
    ['max-age=60', { 'max-age': '60' }],
    ['Max-Age = 60 , PUBLIC', { 'max-age': '60', public: '' }],
    ['max-age="60"', { 'max-age': '60' }],
    ['private="set-cookie, x-user", max-age=1', { private: 'set-cookie, x-user', 'max-age': '1' }],
    ['foo="a \\" max-age=9", max-age=1', { foo: 'a \\" max-age=9', 'max-age': '1' }],
    ['max-age=1, max-age=9', { 'max-age': '1' }],
    [',, ,', {}],
    ['', {}],
  ])('%s', (text, expected) => {
    const headers = new Headers({ 'cache-control': text });
    expect(Object.fromEntries(parseDirectives(headers))).toEqual(expected);
  });
});

describe('for how long an answer is kept: fresh, stale, in its grace', () => {
  const seconds = (headers: Headers_, tookMs = 0) => {
    const answer = new Response('', { headers });
    const timing = timingOf(answer, { askedAt: noon - tookMs, answeredAt: noon });
    if (!timing) return undefined;
    const { ttlMs, staleMs, graceMs } = keptFor(answer, timing);
    return [ttlMs / 1_000, staleMs / 1_000, graceMs / 1_000];
  };
  const cc = (text: string, more: Headers_ = {}) => ({ 'cache-control': text, ...more });
  const cases: [string, Headers_, number[] | undefined][] = [
    ['max-age', cc('max-age=60'), [60, 0, 0]],
    ['s-maxage before max-age', cc('max-age=60, s-maxage=5'), [5, 0, 0]],
    ['s-maxage=0 before max-age', cc('max-age=60, s-maxage=0'), [0, 0, 0]],
    ['max-age before Expires', cc('max-age=60', { expires: at(5_000), date: at(0) }), [60, 0, 0]],
    ['Expires less Date', { expires: at(30_000), date: at(-10_000) }, [30, 0, 0]],
    ['Expires without Date', { expires: at(30_000) }, [30, 0, 0]],
    ['Expires: 0', { expires: '0' }, [0, 0, 0]],
    ['an Expires that is a year', { expires: '2099' }, [0, 0, 0]],
    ['an Expires by another standard', { expires: '2099-01-01T00:00:00Z' }, [0, 0, 0]],
    ['Expires that is no date', { expires: 'never' }, [0, 0, 0]],
    ['Expires in the past', { expires: at(-1_000), date: at(0) }, [0, 0, 0]],
    ['nothing said', { 'last-modified': at(-1e9) }, undefined],
    ['public alone', cc('public'), undefined],
    ['max-age that is no number', cc('max-age=soon'), [0, 0, 0]],
    ['a negative max-age', cc('max-age=-1'), [0, 0, 0]],
    ['a fractional max-age', cc('max-age=1.5'), [0, 0, 0]],
    ['an Age on arrival', cc('max-age=60', { age: '20' }), [40, 0, 0]],
    ['an Age beyond it', cc('max-age=60', { age: '70' }), [0, 0, 0]],
    ['a Date that is old', cc('max-age=60', { date: at(-15_000) }), [45, 0, 0]],
    ['swr', cc('max-age=60, stale-while-revalidate=30'), [60, 30, 0]],
    ['sie', cc('max-age=60, stale-if-error=600'), [60, 0, 600]],
    [
      'both, from one moment',
      cc('max-age=9, stale-while-revalidate=30, stale-if-error=100'),
      [9, 30, 70],
    ],
    ['sie within swr', cc('max-age=9, stale-while-revalidate=30, stale-if-error=10'), [9, 30, 0]],
    ['beside s-maxage', cc('s-maxage=9, stale-while-revalidate=30'), [9, 30, 0]],
    ['must-revalidate', cc('max-age=9, stale-while-revalidate=30, must-revalidate'), [9, 0, 0]],
    ['proxy-revalidate', cc('max-age=9, stale-if-error=30, proxy-revalidate'), [9, 0, 0]],
    ['swr alone', cc('max-age=0, stale-while-revalidate=30'), [0, 30, 0]],
    [
      'an Age that has eaten into swr',
      cc('max-age=9, stale-while-revalidate=30', { age: '19' }),
      [0, 20, 0],
    ],
    ['a century', cc('max-age=3153600000'), [maxLifeMs / 1_000, 0, 0]],
  ];
  test.each(cases)('%s', (_, headers, expected) => expect(seconds(headers)).toEqual(expected));

  test('what the answer took to come counts against it', () => {
    expect(seconds(cc('max-age=60'), 1_500)).toEqual([58.5, 0, 0]);
    expect(seconds(cc('max-age=60', { age: '10' }), 1_500)).toEqual([48.5, 0, 0]);
  });
});

describe('what may be stored', () => {
  const nobody = { authorized: false, hasCookie: false, varied: ['accept-language'] };
  const why = (
    cacheControl: string,
    more: { status?: number; headers?: Headers_ } = {},
    by = {},
  ) => {
    const { status = 200, headers = {} } = more;
    const answer = new Response(null, {
      status,
      headers: { 'cache-control': cacheControl, ...headers },
    });
    return whyNotStored(answer, { ...nobody, ...by });
  };

  test.each([200, 203, 204, 300, 301, 302, 307, 308, 404, 405, 410, 414])('%i may', (status) => {
    expect(why('public, max-age=9', { status })).toBeUndefined();
  });
  test.each([201, 202, 206, 303, 304, 400, 401, 403, 409, 418, 429, 500, 501, 502, 503, 504])(
    '%i may not',
    (status) => expect(why('public, max-age=9', { status })).toBe('status'),
  );
  test.each(['no-store', 'private', 'no-cache'])(
    '%s may not, whatever else it says',
    (directive) => {
      expect(why(`public, s-maxage=9, ${directive}`)).toBe(directive);
      expect(why(`public, s-maxage=9, ${directive.toUpperCase()}="x-y"`)).toBe(directive);
    },
  );
  test('what sets a cookie may not, whatever it says', () => {
    expect(why('public, s-maxage=9', { headers: { 'set-cookie': 'a=b' } })).toBe('set-cookie');
  });
  test.each([
    ['max-age=9', 'authorization', 'cookie'],
    ['s-maxage=9', undefined, 'cookie'],
    ['max-age=9, must-revalidate', undefined, 'cookie'],
    ['public, max-age=9', undefined, undefined],
  ])('%s, by who is authorized and who has a cookie', (cacheControl, authorized, cookie) => {
    expect(why(cacheControl, {}, { authorized: true })).toBe(authorized);
    expect(why(cacheControl, {}, { hasCookie: true })).toBe(cookie);
    expect(why(cacheControl, {}, { hasCookie: true, authorized: true })).toBe(authorized ?? cookie);
  });
  test.each([
    ['Accept-Language', undefined],
    ['accept-language, ACCEPT-LANGUAGE', undefined],
    ['*', 'vary'],
    ['accept-language, *', 'vary'],
    ['user-agent', 'vary'],
    ['cookie', 'vary'],
  ])('Vary: %s', (vary, expected) => {
    expect(why('public, max-age=9', { headers: { vary } })).toBe(expected);
  });
});

describe('what a request takes', () => {
  const accepts = (cacheControl: string, age: number, fresh: number) =>
    wishOf(get('/', { 'cache-control': cacheControl })).accepts(age * 1_000, fresh * 1_000);
  test.each([
    ['', 50, 10, true],
    ['', 70, -10, true],
    ['max-age=50', 50, 10, true],
    ['max-age=49', 50, 10, false],
    ['max-age=0', 0.1, 60, false],
    ['max-age=100', 70, -10, false],
    ['max-age=100, max-stale', 70, -10, true],
    ['max-age=100, max-stale=10', 70, -10, true],
    ['max-age=100, max-stale=9', 70, -10, false],
    ['max-stale=9', 70, -10, false],
    ['min-fresh=10', 50, 10, true],
    ['min-fresh=11', 50, 10, false],
    ['min-fresh=0', 70, -10, false],
    ['max-age=x', 1, 59, false],
  ])('%s of an age of %d s, fresh for %d s: %s', (cacheControl, age, fresh, expected) => {
    expect(accepts(cacheControl, age, fresh)).toBe(expected);
  });

  test.each([
    [{ 'cache-control': 'no-cache' }, 'no-cache'],
    [{ 'cache-control': 'no-store' }, 'no-store'],
    [{ 'if-match': '"a"' }, 'if-match'],
    [{ 'if-unmodified-since': at(0) }, 'if-unmodified-since'],
    [{ 'if-none-match': '"a"' }, undefined],
    [{ 'cache-control': 'max-age=0' }, undefined],
    [{ range: 'bytes=0-1' }, undefined],
  ])('%j is forwarded for: %s', (headers, expected) => {
    expect(wishOf(get('/', headers as Headers_)).forward).toBe(expected);
  });
});

describe('who has it already', () => {
  const known = (request: Headers_, answer: Headers_, status = 200) =>
    isNotModified(get('/', request), status, new Headers(answer));
  test.each([
    ['"a"', '"a"', true],
    ['"b"', '"a"', false],
    ['"b", "a"', '"a"', true],
    ['W/"a"', '"a"', true],
    ['"a"', 'W/"a"', true],
    ['"a,b"', '"a,b"', true],
    ['"a,b"', '"b"', false],
    ['*', '"a"', true],
    ['a', '"a"', false],
    ['', '"a"', false],
  ])('If-None-Match: %s of %s: %s', (ifNoneMatch, etag, expected) => {
    expect(known({ 'if-none-match': ifNoneMatch }, { etag })).toBe(expected);
  });
  test('If-Modified-Since counts where there is no If-None-Match', () => {
    const answer = { 'last-modified': at(0), etag: '"a"' };
    expect(known({ 'if-modified-since': at(0) }, answer)).toBe(true);
    expect(known({ 'if-modified-since': at(-1_000) }, answer)).toBe(false);
    expect(known({ 'if-modified-since': 'soon' }, answer)).toBe(false);
    expect(known({ 'if-modified-since': at(0), 'if-none-match': '"b"' }, answer)).toBe(false);
    expect(known({ 'if-modified-since': at(0) }, {})).toBe(false);
  });
  test('only of a 200', () => {
    expect(known({ 'if-none-match': '*' }, { etag: '"a"' }, 404)).toBe(false);
  });
});

test('headers of one connection go no further, nor those that Connection names', () => {
  const headers = new Headers({
    connection: 'close, X-Hop',
    'x-hop': '1',
    'keep-alive': 'timeout=5',
    'transfer-encoding': 'chunked',
    upgrade: 'h2c',
    'content-type': 'text/plain',
  });
  expect([...endToEnd(headers).keys()]).toEqual(['content-type']);
});
