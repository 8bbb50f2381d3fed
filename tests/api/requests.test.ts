import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { preflight } from '@/lib/http/cors';
import { decodeWire, wireHeader } from '@/lib/http/wire';
import {
  maxBatch,
  readClicks,
  readPageViews,
  recordClicks,
  recordPageViews,
} from '@/lib/patterns/analytics/contract';
import { keys } from '@/lib/patterns/analytics/keys';
import { origin, send, type Call } from '../support/api';
import { refusalOf } from '../support/problems';
import { makeKey, makeUser, revokeKeys, sendAsAdmin } from '../support/callers';
import { testRedis } from '../support/redis';

const user = () => ({ id: `user-${crypto.randomUUID()}` });

/** The fields that a refusal names. */

describe('bad input is a problem that names the field', () => {
  const wide = 'é'.repeat(513);
  const cases: [string, Call, string[]][] = [
    ['no body', {}, ['body']],
    ['no JSON', { rawBody: '{"path":' }, ['body']],
    ['an array too long', { body: Array(maxBatch + 1).fill({ path: '/' }) }, ['body']],
    ['an empty array', { body: [] }, ['body']],
    ['null', { body: null }, ['body']],
    ['a missing path', { body: {} }, ['body/path']],
    ['a number for a path', { body: { path: 7 } }, ['body/path']],
    ['a path with no slash', { body: { path: 'pricing' } }, ['body/path']],
    ['a path that is too long', { body: { path: `/${wide}` } }, ['body/path']],
    ['a newline in a path', { body: { path: '/a\nb' } }, ['body/path']],
    ['a NUL in a path', { body: { path: '/a\0b' } }, ['body/path']],
    ['an empty visitor', { body: { path: '/', visitorId: '' } }, ['body/visitorId']],
    ['a field that nobody knows', { body: { path: '/', color: 'red' } }, ['body/color']],
    ['a batch of which nothing is good', { body: [{ path: '' }, 7] }, ['body/0/path', 'body/1']],
    ['half a surrogate pair', { body: [{ path: '/' }, { path: '/\ud83d' }] }, ['body/1/path']],
    ['half a pair in a name', { rawBody: '{"path":"/","\\ud83d":1}' }, ['body/\ufffd']],
    ['a number without an end', { rawBody: '{"path":"/","visitorId":1e999}' }, ['body/visitorId']],
    ['the name of a prototype', { rawBody: '{"path":"/","__proto__":{}}' }, ['body/__proto__']],
    ['a name that every object has', { body: { path: '/', constructor: 1 } }, ['body/constructor']],
    [
      'nesting without an end',
      { rawBody: `{"path":"/","x":${'['.repeat(2_000)}${']'.repeat(2_000)}}` },
      [`body/x${'/0'.repeat(64)}`],
    ],
    ['bytes that are no UTF-8', { rawBody: new Uint8Array([0x22, 0xff, 0x22]) }, ['body']],
    [
      'an idempotency key with a space',
      { body: { path: '/' }, headers: { 'idempotency-key': 'a b' } },
      ['header/idempotency-key'],
    ],
  ];
  test.each(cases)('%s', async (_, call, fields) => {
    const answer = await refusalOf(await send(recordPageViews, call));
    expect(answer).toEqual({
      status: 400,
      code: 'invalid_request',
      fields: expect.arrayContaining(fields),
    });
  });

  test('a bad view of a batch refuses no other, and is named', async () => {
    const body = [{ path: '/' }, { path: '' }, { path: '/', color: 1 }, 7, { path: '/' }];
    const answer = await send(recordPageViews, { body });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({
      accepted: 2,
      refused: ['body/1/path', 'body/2/color', 'body/3'].map((field) => ({
        field,
        message: expect.any(String),
      })),
    });
  });

  test.each([
    [{ path: '/', referrer: 'a b' }, 'body/referrer'],
    [[{ path: '/' }, { path: '/', referrer: 7 }], 'body/1/referrer'],
  ])('a view is counted whatever it says of where it came from: %j', async (body, field) => {
    const answer = await send(recordPageViews, { body });
    expect(await answer.json()).toMatchObject({
      accepted: [body].flat().length,
      refused: [{ field }],
    });
  });

  test('a host name may have a low line', async () => {
    const body = { path: '/', referrer: 'my_app.example.com' };
    expect(await (await send(recordPageViews, { body })).json()).toEqual({ accepted: 1 });
  });

  const queries: [string, Call['query'], string[]][] = [
    ['an unknown range', { range: '1y' }, ['query/range']],
    ['a time that is no number', { range: '24h', at: 'noon' }, ['query/at']],
    ['a negative time', { at: '-1' }, ['query/at']],
    ['a fractional time', { at: '1.5' }, ['query/at']],
    ['a time beyond time', { at: '1e300' }, ['query/at']],
    ['an unknown field', { rnage: '24h' }, ['query/rnage']],
    [
      'a field twice',
      [
        ['range', '24h'],
        ['range', '30d'],
      ],
      ['query/range'],
    ],
    ['two wrong fields at once', { range: 'x', at: 'y' }, ['query/range', 'query/at']],
  ];
  test.each(queries)('in a query: %s', async (_, query, fields) => {
    const answer = await refusalOf(await send(readPageViews, { query }));
    expect(answer).toEqual({
      status: 400,
      code: 'invalid_request',
      fields: expect.arrayContaining(fields),
    });
  });

  test.each(['{a}', 'a b', 'a:b', 'Ａnn', '', 'a\u0000', 'x'.repeat(129)])(
    'in a path: the user %j',
    async (id) => {
      const answer = await sendAsAdmin(recordClicks, { params: { id }, body: {} });
      expect(await refusalOf(answer)).toMatchObject({ status: 400, fields: ['path/id'] });
    },
  );

  test.each([0, -1, 1.5, 1001, '2', 1e300, true])(
    '%j clicks, and nothing is written',
    async (by) => {
      const params = user();
      const answer = await sendAsAdmin(recordClicks, { params, body: { by } });
      expect(await refusalOf(answer)).toMatchObject({ status: 400, fields: ['body/by'] });
      const { redis } = testRedis();
      expect(await redis.exists(keys.clicks({ prefix: 'rp', user: params.id }))).toBe(0);
    },
  );

  test('a body over the bound, announced or not', async () => {
    const large = JSON.stringify({ target: 'x'.repeat(70_000) });
    expect(
      await refusalOf(await sendAsAdmin(recordClicks, { params: user(), rawBody: large })),
    ).toMatchObject({
      status: 413,
      code: 'body_too_large',
    });
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(16_384).fill(0x20)),
    });
    expect(
      await refusalOf(await sendAsAdmin(recordClicks, { params: user(), rawBody: endless })),
    ).toMatchObject({ status: 413, code: 'body_too_large' });
  });

  test('another media type', async () => {
    const answer = await sendAsAdmin(recordClicks, {
      params: user(),
      rawBody: '{}',
      headers: { 'content-type': 'text/plain' },
    });
    expect(await refusalOf(answer)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  test('an unknown path below /api', async () => {
    const route = await import('@/app/api/[...path]/route');
    const ask = (path: string) => refusalOf(route.GET(new Request(origin + path)));
    expect(await ask('/api/nothing')).toMatchObject({ status: 404, code: 'not_found' });
    expect(await ask('/api/undecodable-path')).toMatchObject({ status: 400, fields: ['path'] });
    expect(await ask('/api/method-not-allowed')).toMatchObject({ code: 'method_not_allowed' });
  });
});

describe('Idempotency-Key', () => {
  const clicked = async (params: { id: string }) =>
    ((await (await sendAsAdmin(readClicks, { params })).json()) as { clicks: number }).clicks;

  test('the same key again returns the first answer and changes nothing', async () => {
    const params = user();
    const call = { params, body: { by: 2 }, headers: { 'idempotency-key': crypto.randomUUID() } };
    const first = await sendAsAdmin(recordClicks, call);
    const second = await sendAsAdmin(recordClicks, call);
    expect(await second.json()).toEqual(await first.json());
    expect(first.headers.has('idempotency-replayed')).toBe(false);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await clicked(params)).toBe(2);
  });

  test('the same key for another body is refused', async () => {
    const params = user();
    const headers = { 'idempotency-key': crypto.randomUUID() };
    await sendAsAdmin(recordClicks, { params, body: { by: 2 }, headers });
    const answer = await sendAsAdmin(recordClicks, { params, body: { by: 3 }, headers });
    expect(await refusalOf(answer)).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect(await clicked(params)).toBe(2);
  });

  test('quoted or bare it is one key, and a query may carry it', async () => {
    const params = user();
    const key = crypto.randomUUID();
    await sendAsAdmin(recordClicks, {
      params,
      body: {},
      headers: { 'idempotency-key': `"${key}"` },
    });
    await sendAsAdmin(recordClicks, { params, body: {}, headers: { 'idempotency-key': key } });
    await sendAsAdmin(recordClicks, { params, body: {}, query: { 'idempotency-key': key } });
    expect(await clicked(params)).toBe(1);
  });

  test('twenty at once with one key count once', async () => {
    const params = user();
    const call = { params, body: {}, headers: { 'idempotency-key': crypto.randomUUID() } };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => sendAsAdmin(recordClicks, call)),
    );
    for (const answer of answers) expect(await answer.json()).toMatchObject({ clicks: 1 });
    expect(await clicked(params)).toBe(1);
  });
});

describe('who is counted', () => {
  const path = () => `/who/${crypto.randomUUID()}`;
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';

  test.each([
    ['a browser', { 'user-agent': chrome }, { accepted: 1 }],
    ['a program that calls the API', { 'user-agent': 'curl/8.5.0' }, { accepted: 1 }],
    [
      'a crawler',
      { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' },
      { accepted: 0, ignored: 'bot' },
    ],
    ['Do Not Track', { 'user-agent': chrome, dnt: '1' }, { accepted: 0, ignored: 'do-not-track' }],
    [
      'Global Privacy Control',
      { 'user-agent': chrome, 'sec-gpc': '1' },
      { accepted: 0, ignored: 'do-not-track' },
    ],
  ])('%s', async (_, headers, expected) => {
    const body = { path: path() };
    const answer = await send(recordPageViews, { body, headers });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual(expected);
    const read = await send(readPageViews, { query: { path: body.path } });
    expect(await read.json()).toMatchObject({ views: expected.accepted });
  });

  test('views of a generator, though its browser asks not to be tracked', async () => {
    const body = [{ path: path(), generated: true, visitorId: 'generated-1' }, { path: path() }];
    const answer = await send(recordPageViews, { body, headers: { dnt: '1' } });
    expect(await answer.json()).toEqual({ accepted: 1, ignored: 'do-not-track' });
  });

  test('a beacon, which is sent as plain text', async () => {
    const answer = await send(recordPageViews, {
      rawBody: JSON.stringify({ path: path() }),
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
    });
    expect(await answer.json()).toEqual({ accepted: 1 });
  });
});

describe('other origins', () => {
  afterEach(() => vi.unstubAllEnvs());
  const shop = { origin: 'https://shop.example' };

  test('page views may come from anywhere', async () => {
    const answer = await send(recordPageViews, { body: { path: '/' }, headers: shop });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('access-control-allow-origin')).toBe(shop.origin);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('other writes only from listed origins, and nothing is written', async () => {
    const params = user();
    const refused = await sendAsAdmin(recordClicks, { params, body: {}, headers: shop });
    expect(await refusalOf(refused)).toMatchObject({ status: 403, code: 'unknown_origin' });
    expect(await (await sendAsAdmin(readClicks, { params })).json()).toMatchObject({ clicks: 0 });

    vi.stubEnv('ALLOWED_ORIGINS', 'https://other.example, https://shop.example/');
    const { redis } = testRedis();
    const ann = await makeUser(redis);
    const headers = { ...shop, ...(await makeKey(redis, ann)) };
    const allowed = await send(recordClicks, { params: { id: ann.name }, body: {}, headers });
    await revokeKeys(redis, [ann]);
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(shop.origin);
    expect(allowed.headers.get('vary')).toBe('origin');
  });

  test('a read from an origin that is not listed carries no leave to be read', async () => {
    const answer = await send(readPageViews, { headers: shop });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('the own origin needs no leave', async () => {
    const answer = await sendAsAdmin(recordClicks, {
      params: user(),
      body: {},
      headers: { origin },
    });
    expect(answer.status).toBe(200);
  });

  test('a preflight tells what may be asked', () => {
    const ask = preflight([recordPageViews, readPageViews]);
    const answer = ask(
      new Request(`${origin}/api/page-views`, {
        method: 'OPTIONS',
        headers: { ...shop, 'access-control-request-method': 'POST' },
      }),
    );
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': shop.origin,
      'access-control-allow-methods': 'POST, GET',
      'access-control-allow-headers': expect.stringContaining('idempotency-key'),
    });
  });
});

describe('a read that callers of one moment share', () => {
  const fresh = () => ({ path: `/shared/${crypto.randomUUID()}` });

  test('is made once for all who take a shared answer, and costs nothing from then on', async () => {
    vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    onTestFinished(() => void vi.restoreAllMocks());
    const query = fresh();
    const headers = { 'cache-control': 'max-age=1' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(readPageViews, { query, headers })),
    );
    const trips = answers.map((answer) => answer.headers.get('server-timing'));
    expect(trips.filter((timing) => /redis;.*"1 trip/.test(timing ?? ''))).toHaveLength(1);
    expect(trips.filter((timing) => /redis;.*"0 trips/.test(timing ?? ''))).toHaveLength(19);
    // A key of the call's own makes no answer another one.
    const keyed: Record<string, string> = { 'idempotency-key': crypto.randomUUID() };
    for (const own of [{}, keyed]) {
      const later = await send(readPageViews, { query: { ...query, ...own }, headers });
      expect(later.headers.get('server-timing')).toMatch(/^redis;\S+"0 trips, 0 commands"$/);
    }
    expect(answers.every((answer) => answer.headers.get('age') === '0')).toBe(true);
    const bodies = new Set(await Promise.all(answers.map((answer) => answer.text())));
    expect(bodies.size).toBe(1);
  });

  test('is made anew for who does not, and sees what was written before', async () => {
    const query = fresh();
    await send(readPageViews, { query, headers: { 'cache-control': 'max-age=1' } });
    await send(recordPageViews, { body: query });
    expect(await (await send(readPageViews, { query })).json()).toMatchObject({ views: 1 });
  });

  test('is not kept where it fails', async () => {
    const query = { range: 'no-such-range' };
    const headers = { 'cache-control': 'max-age=1' };
    for (let i = 0; i < 2; i++)
      expect((await send(readPageViews, { query, headers })).status).toBe(400);
  });

  test('admits each caller for itself: a wrong key is refused, and refuses nobody else', async () => {
    const headers = { 'cache-control': 'max-age=1' };
    const wrong = { ...headers, authorization: 'Bearer rpk_x' };
    const seen: Record<string, number> = {};
    for (let pair = 0; pair < 50; pair++) {
      const query = fresh();
      const answers = await Promise.all([
        send(readPageViews, { query, headers: wrong }),
        send(readPageViews, { query, headers }),
        send(readPageViews, { query, headers: wrong }),
      ]);
      // Once more, while the answer to the second is kept.
      answers.push(await send(readPageViews, { query, headers: wrong }));
      answers.push(await send(readPageViews, { query, headers }));
      const statuses = answers.map(({ status }) => status).join(' ');
      seen[statuses] = (seen[statuses] ?? 0) + 1;
    }
    expect(seen).toEqual({ '401 200 401 401 200': 50 });
  });

  test('is never shared where it is not the same for every caller', async () => {
    const params = user();
    const headers = { 'cache-control': 'max-age=5' };
    await sendAsAdmin(readClicks, { params, headers });
    await sendAsAdmin(recordClicks, { params, body: {} });
    const answer = await sendAsAdmin(readClicks, { params, headers });
    expect(await answer.json()).toMatchObject({ clicks: 1 });
  });
});

describe('what a call cost', () => {
  test('is in Server-Timing, and in full where the caller asks', async () => {
    const plain = await send(readPageViews);
    expect(plain.headers.get('server-timing')).toMatch(
      /redis;dur=[\d.]+;desc="1 trip, [56] commands"$/,
    );
    expect(plain.headers.has(wireHeader)).toBe(false);

    const asked = await send(readPageViews, { headers: { [wireHeader]: '1' } });
    const wire = decodeWire(asked.headers.get(wireHeader));
    const own = wire?.trips.filter(({ guard }) => !guard);
    expect(own).toHaveLength(1);
    expect(own?.[0]).toMatchObject({ endpoint: 'pipeline', attempts: 1 });
    expect(own?.[0]?.commands.map(([name]) => name?.toUpperCase())).toContain('PFCOUNT');
  });

  test('never shows what was sent as a value', async () => {
    const secret = `/secret-${crypto.randomUUID()}`;
    const answer = await send(recordPageViews, {
      body: { path: secret },
      headers: { [wireHeader]: '1' },
    });
    expect(answer.headers.get(wireHeader)).toContain('EVALSHA');
    expect(answer.headers.get(wireHeader)).not.toContain(secret);
  });

  test('a refused request cost nothing', async () => {
    const answer = await send(recordPageViews, { body: {} });
    expect(answer.headers.get('server-timing')).toContain('0 trips, 0 commands');
  });
});
