import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Problem } from '@/lib/http/problem';
import { createApiKeys } from '@/lib/guard/api-keys';
import { clientAddress, trustedProxies } from '@/lib/http/client-address';
import { visitorOf } from '@/lib/http/visitor';
import { readClicks, readPageViews, recordClicks } from '@/lib/patterns/analytics/contract';
import { createSessions } from '@/lib/patterns/sessions';
import { makeKey, makeUser, revokeKeys, type TestUser } from '../support/callers';
import { send } from '../support/api';
import { countCommands } from '../support/commands';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const users: TestUser[] = [];
afterAll(() => revokeKeys(redis, users));

async function user() {
  const made = await makeUser(redis);
  users.push(made);
  return { ...made, apiKey: await makeKey(redis, made) };
}

const click = (id: string, headers: Record<string, string>) =>
  send(recordClicks, { params: { id }, body: {}, headers });

async function codeOf(answer: Response): Promise<string> {
  return ((await answer.json()) as Problem).code;
}

describe('who acts', () => {
  test('a user for themselves, by session or by key; nobody for another', async () => {
    const [ann, ben] = [await user(), await user()];
    expect((await click(ann.name, ann.cookie)).status).toBe(200);
    expect((await click(ann.name, ann.apiKey)).status).toBe(200);
    expect(await codeOf(await click(ann.name, ben.cookie))).toBe('forbidden');
    expect(await codeOf(await click(ann.name, {}))).toBe('not_signed_in');
    const read = await send(readClicks, { params: { id: ann.name }, headers: ann.cookie });
    expect(await read.json()).toMatchObject({ clicks: 2 });
  });

  test('a session that ended, and a key that was revoked, act no more', async () => {
    const ann = await user();
    await createSessions(redis).revokeAll(ann.name);
    expect((await click(ann.name, ann.cookie)).status).toBe(401);
    for (const key of await createApiKeys(redis).list())
      if (key.userId === ann.name) await createApiKeys(redis).revoke(key.handle);
    expect((await click(ann.name, ann.apiKey)).status).toBe(401);
  });

  test('a cookie does not act for the page of another origin', async () => {
    const ann = await user();
    const foreign = await click(ann.name, { ...ann.cookie, origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    expect(await codeOf(foreign)).toBe('unknown_origin');
  });

  test("a page of this origin is told by the browser's own word, else by the whole origin", async () => {
    const ann = await user();
    const statusOf = async (headers: Record<string, string>) =>
      (await click(ann.name, { ...ann.cookie, ...headers })).status;
    const from = (origin: string, more: Record<string, string> = {}) =>
      statusOf({ origin, ...more });

    expect(await from('http://app.example')).toBe(200);
    expect(await from('http://app.example:80', { host: 'APP.example:80' })).toBe(200);
    expect(await from('http://app.example', { 'x-forwarded-host': 'app.example:80, inner' })).toBe(
      200,
    );
    expect(await from('http://app.example:8080')).toBe(403);
    expect(await from('https://app.example')).toBe(403);
    expect(await from('null')).toBe(403);

    expect(await from('https://app.example', { 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await from('http://app.example', { 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await from('http://app.example', { 'sec-fetch-site': 'cross-site' })).toBe(403);
  });

  test('over TLS the origin is compared as the proxy says that it was asked for', async () => {
    const ann = await user();
    const cookie = ann.cookie.cookie.replace('session=', '__Host-session=');
    const behind = { cookie, 'x-forwarded-proto': 'https', 'x-forwarded-host': 'app.example:443' };
    const from = async (origin: string) => (await click(ann.name, { ...behind, origin })).status;
    expect(await from('https://app.example')).toBe(200);
    expect(await from('http://app.example')).toBe(403);
  });

  test('a scheme is written in any case, and a stale cookie beside the session is passed over', async () => {
    const ann = await user();
    const secret = ann.apiKey.authorization.slice('Bearer '.length);
    expect((await click(ann.name, { authorization: `bearer ${secret}` })).status).toBe(200);
    expect((await click(ann.name, { authorization: `BEARER  ${secret}` })).status).toBe(200);
    const { cookie } = ann.cookie;
    expect((await click(ann.name, { cookie: `session=stale; ${cookie}` })).status).toBe(200);
    expect((await click(ann.name, { cookie: `${cookie}; session=stale` })).status).toBe(200);
  });

  test('an API key is stored as a digest only, and never shown again', async () => {
    const ann = await user();
    const secret = ann.apiKey.authorization.slice('Bearer '.length);
    expect(JSON.stringify(await createApiKeys(redis).list())).not.toContain(secret);
    const [, keys] = await redis.scan('0', { match: '*api-key*', count: 1000 });
    for (const key of keys) expect(key).not.toContain(secret);
  });
});

describe('unknown API keys', () => {
  const from = () => ({
    'x-forwarded-for': `10.8.${crypto.getRandomValues(new Uint8Array(2)).join('.')}`,
  });
  const show = (secret: string, headers: object) =>
    send(readPageViews, { headers: { ...headers, authorization: `Bearer ${secret}` } });

  test('are refused after thirty, without a look at Redis; keys that are known go on working', async () => {
    const address = from();
    const ann = await user();
    const good = ann.apiKey.authorization.slice('Bearer '.length);
    expect((await show(good, address)).status).toBe(200);
    const statuses = new Set<number>();
    for (let i = 0; i < 31; i++) statuses.add((await show(`rpk_${i}`, address)).status);
    expect([...statuses]).toEqual([401, 429]);
    let refused: Response | undefined;
    const cost = await countCommands(redis, async () => {
      refused = await show('rpk_another', address);
    });
    expect(cost).toBe(0);
    expect(refused!.status).toBe(429);
    expect(Number(refused!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await show(good, address)).status).toBe(200);
    expect((await show('rpk_another', from())).status).toBe(401);
    expect((await send(readPageViews, { headers: address })).status).toBe(200);
  });
});

describe('limits', () => {
  test('every answer says how much is left, and the call past the limit is a 429 that says when to come back', async () => {
    const from = { 'x-forwarded-for': `198.51.100.${Math.floor(Math.random() * 250)}` };
    const first = await send(readPageViews, { headers: from });
    expect(first.headers.get('ratelimit-policy')).toBe('"read";q=1200;w=60');
    expect(first.headers.get('ratelimit')).toMatch(/^"read";r=\d+;t=\d+$/);

    let refused: Response | undefined;
    for (let i = 0; i < 40 && !refused; i++) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => send(readPageViews, { headers: from })),
      );
      refused = answers.find(({ status }) => status === 429);
    }
    expect(refused?.headers.get('content-type')).toBe('application/problem+json');
    expect(await refused?.json()).toMatchObject({ code: 'rate_limited', status: 429 });
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);

    const elsewhere = { 'x-forwarded-for': '203.0.113.9' };
    expect((await send(readPageViews, { headers: elsewhere })).status).toBe(200);
  });
});

describe('the address of a caller', () => {
  const of = (header: string | null, trusted?: number) =>
    clientAddress(
      new Request('http://app.example', {
        headers: header === null ? {} : { 'x-forwarded-for': header },
      }),
      trusted,
    );

  test.each([
    [null, 0, ''],
    ['203.0.113.7', 0, '203.0.113.7'],
    ['1.2.3.4, 203.0.113.7', 0, '203.0.113.7'],
    ['1.2.3.4, 203.0.113.7, 10.0.0.1', 1, '203.0.113.7'],
    ['10.0.0.1', 1, '10.0.0.1'],
    ['::ffff:203.0.113.7', 0, '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', 0, '2001:db8:1:2::/64'],
    ['2001:DB8::1', 0, '2001:db8:0:0::/64'],
    ['::1', 0, '0:0:0:0::/64'],
    ['not an address', 0, ''],
    ['unknown', 0, ''],
    ['203.0.113.7:4711', 0, '203.0.113.7'],
    ['[2001:db8:1:2::5]:4711', 0, '2001:db8:1:2::/64'],
    ['"[2001:db8:1:2::5]"', 0, '2001:db8:1:2::/64'],
    ['2001:db8:1:2::5%eth0', 0, '2001:db8:1:2::/64'],
    ['::ffff:cb00:7107', 0, '203.0.113.7'],
    ['2001:db8:1:2:3:4:203.0.113.7', 0, '2001:db8:1:2::/64'],
    ['[::ffff:203.0.113.7]:80, 10.0.0.1', 1, '203.0.113.7'],
    ['010.1.1.1', 0, ''],
    ['3405803783', 0, ''],
    ['', 0, ''],
    [' , ', 0, ''],
  ])('%j behind %i proxies is %j', (header, trusted, expected) => {
    expect(of(header, trusted)).toBe(expected);
  });

  test.each(['true', '-1', '1.5', 'one', '0x1', '1e1', ' '])(
    'a TRUSTED_PROXIES of %j is refused, never guessed at',
    (text) => expect(() => trustedProxies(text)).toThrow(`TRUSTED_PROXIES is "${text}"`),
  );

  test.each([
    [undefined, 0],
    ['', 0],
    ['0', 0],
    ['2', 2],
  ])('a TRUSTED_PROXIES of %j is %i', (text, expected) => {
    if (text !== undefined) expect(trustedProxies(text)).toBe(expected);
    else expect(trustedProxies()).toBe(expected);
  });

  test('tells visitors apart behind a proxy too', async () => {
    vi.stubEnv('TRUSTED_PROXIES', '1');
    onTestFinished(() => void vi.unstubAllEnvs());
    const idOf = async (address: string) =>
      (
        await visitorOf(
          new Request('http://app.example', {
            headers: { 'x-forwarded-for': `${address}, 10.0.0.1`, 'user-agent': 'Mozilla/5.0' },
          }),
        )
      ).id;
    expect(await idOf('203.0.113.7')).not.toBe(await idOf('203.0.113.8'));
    expect(await idOf('203.0.113.7')).toBe(await idOf('203.0.113.7:4711'));
  });
});
