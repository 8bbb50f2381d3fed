import { expect, it } from 'vitest';
import { createClient } from '@/lib/redis/client';
import { createTransport } from '@/lib/redis/transport';
import { connect, errorOf, freshKey, scriptedSend, watchedSend } from './support';

it('leaves values as they are: no JSON decoding', async () => {
  const redis = createClient(connect());
  const key = freshKey();
  for (const text of ['00123', '12345678901234567890', '{"a":1}', 'null', 'true', '1e3', ' ']) {
    await redis.set(key, text);
    expect(await redis.get(key)).toBe(text);
  }
  await redis.set(key, { a: 1 });
  expect(await redis.get(key)).toBe('{"a":1}');
});

it('holds neither address nor token', () => {
  const { url, token } = { url: 'https://redis.example', token: 'a-token-that-nobody-sees' };
  const redis = createClient(createTransport({ url, token, send: scriptedSend({}).send }));
  const seen = new Set<unknown>();
  const walk = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (typeof value !== 'object' || value === null || seen.has(value)) return [];
    seen.add(value);
    return Object.values(value).flatMap(walk);
  };
  const texts = walk(redis).join(' ');
  expect(texts).toContain('transport.invalid');
  expect(texts).not.toMatch(/redis\.example|a-token-that-nobody-sees/);
});

it('a transaction that Redis discards rejects in its words', async () => {
  const redis = createClient(connect());
  const key = freshKey();
  const discarded = redis.multi();
  discarded.set(key, 'v');
  // A command that cannot even be queued.
  discarded.mset({} as Record<string, string>);
  const error = await errorOf(discarded.exec());
  expect(error.name).toBe('UpstashError');
  expect(error.message).toMatch(/^EXECABORT/);
  expect(await redis.get(key)).toBeNull();
});

it('sends the newest sync token with the next request, whoever asks', async () => {
  const { send, requests } = scriptedSend({ syncToken: 'one' }, {}, { syncToken: 'two' }, {});
  const transport = connect({ send });
  for (let i = 0; i < 4; i++) await createClient(transport).get('k');
  expect(requests.map(({ headers }) => headers['upstash-sync-token'])).toEqual([
    undefined,
    'one',
    'one',
    'two',
  ]);
});

it('asks for base64 and authorises itself', async () => {
  const { send, requests } = watchedSend();
  await createClient(connect({ send })).ping();
  expect(requests[0]!.headers).toMatchObject({ 'upstash-encoding': 'base64' });
  expect(requests[0]!.headers.authorization).toMatch(/^Bearer /);
});

it('refuses to subscribe, for which it has no stream', async () => {
  const { send, requests } = scriptedSend({});
  const error = await errorOf(
    new Promise((_, reject) => {
      const subscription = createClient(connect({ send })).subscribe('channel');
      subscription.on('error', reject);
    }),
  );
  expect(error.message).toMatch(/read with fetch/);
  expect(requests).toHaveLength(0);
});

it.each([{ attempts: 0 }, { timeoutMs: 0 }, { timeoutMs: NaN }])(
  'a transport with %o is refused',
  (options) => {
    const config = { url: 'https://redis.example', token: 'token' };
    expect(() => createTransport({ ...config, ...options })).toThrow(RangeError);
  },
);

it.each([
  ['redis://localhost:6379', 'token'],
  ['not a url', 'token'],
  ['', 'token'],
  ['https://redis.example', ''],
  ['https://redis.example', 'two\nlines'],
])('a transport to %j with the token %j is refused', (url, token) => {
  expect(() => createTransport({ url, token })).toThrow(TypeError);
});
