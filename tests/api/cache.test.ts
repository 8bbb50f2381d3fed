import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Operation } from '@/lib/contract';
import { sharedDatabase } from '@/lib/database/shared';
import { keys } from '@/lib/patterns/cache/keys';
import {
  invalidateCache,
  listProfiles,
  profileTimes,
  readCacheStats,
  readProfile,
  writeProfile,
  type ResultOfProfile,
} from '@/lib/patterns/cache/contract';
import { send, type Call } from '../support/api';
import { refusalOf, refused } from '../support/problems';
import { makeUser, sendAsAdmin } from '../support/callers';
import { letPass } from '../support/caches';
import { testRedis } from '../support/redis';

const { redis } = testRedis();

const customers: string[] = [];
afterAll(async () => {
  await sharedDatabase().query('delete from users where name = any($1)', [customers]);
});

/** A user with a profile of their own. */
async function customer() {
  const user = await makeUser(redis);
  customers.push(user.name);
  await sharedDatabase().query(
    'insert into users (tenant_id, name, display_name, city) values (4, $1, $2, $3)',
    [user.name, 'Somebody', 'Riga'],
  );
  return { ...user, params: { id: user.name } };
}

const text = { displayName: 'Somebody', city: 'Riga', bio: '' };

async function read(params: { id: string }) {
  const answer = await send(readProfile, { params });
  expect(answer.status).toBe(200);
  return { headers: answer.headers, ...((await answer.json()) as ResultOfProfile) };
}

const refusal = (operation: Operation, call: Call, as = sendAsAdmin) =>
  refusalOf(as(operation, call));

describe('bad input names the field, and nothing is written', () => {
  const ids = ['', 'A', 'a b', '{a}', 'a:b', 'а', 'a\0', '-a', '.', 'x'.repeat(65), '../a', '%00'];

  test.each(ids)('the id %j', async (id) => {
    const params = { id };
    expect(await refusal(readProfile, { params })).toEqual(refused('path/id'));
    expect(await refusal(writeProfile, { params, body: text })).toEqual(refused('path/id'));
    const body = { keys: ['fine', id] };
    expect(await refusal(invalidateCache, { body })).toEqual(refused('body/keys/1'));
  });

  test.each([
    ['displayName', ''],
    ['displayName', 'x'.repeat(101)],
    ['displayName', 'a\nb'],
    ['displayName', 7],
    ['displayName', null],
    ['city', 'a\0'],
    ['city', ['Riga']],
    ['bio', 'x'.repeat(2_001)],
    ['bio', 'a\u0007'],
    ['bio', '\ud800'],
    ['version', 0],
    ['version', -1],
    ['version', 1.5],
    ['version', 1e300],
    ['version', 2 ** 31],
    ['version', '1'],
    ['role', 'admin'],
  ])('a change with %s %j', async (field, value) => {
    const { params } = await customer();
    const call = { params, body: { ...text, [field]: value } };
    expect(await refusal(writeProfile, call)).toEqual(refused(`body/${field}`));
    expect((await read(params)).profile).toMatchObject({ ...text, version: 1 });
  });

  test.each([
    [{ keys: 'ada' }, 'body/keys'],
    [{ tags: [''] }, 'body/tags/0'],
    [{ tags: ['a\nb'] }, 'body/tags/0'],
    [{ tags: ['x'.repeat(513)] }, 'body/tags/0'],
    [{ tags: [1] }, 'body/tags/0'],
    [{ tags: Array.from({ length: 101 }, (_, i) => `t${i}`) }, 'body/tags'],
    [{}, 'body'],
    [{ keys: [], tags: [] }, 'body'],
    [{ all: true }, 'body/all'],
  ])('an invalidation of %j', async (body, field) => {
    expect(await refusal(invalidateCache, { body })).toEqual(refused(field));
  });

  test.each([
    ['limit', '0'],
    ['limit', '51'],
    ['limit', '1.5'],
    ['limit', '-1'],
    ['limit', 'ten'],
    ['q', 'A'],
    ['q', '%'],
    ['q', 'x'.repeat(65)],
    ['sort', 'name'],
  ])('a list with %s=%s', async (field, value) => {
    const query = { [field]: value };
    expect(await refusal(listProfiles, { query })).toEqual(refused(`query/${field}`));
  });

  test.each([
    ['range', '2h'],
    ['cache', 'No'],
    ['cache', '{a}'],
  ])('figures with %s=%s', async (field, value) => {
    const query = { [field]: value };
    expect(await refusal(readCacheStats, { query })).toEqual(refused(`query/${field}`));
  });
});

describe('a profile', () => {
  test('is a miss, then a hit, and the headers say so too', async () => {
    const { params } = await customer();
    const first = await read(params);
    expect(first.profile).toMatchObject({ ...text, id: params.id, orders: 0, rank: null });
    expect(first.cache).toMatchObject({ status: 'miss', stored: 'stored' });
    expect(first.headers.get('cache-status')).toMatch(
      /^profiles; fwd=miss; stored; ttl=1[345]; detail=absent$/,
    );
    const second = await read(params);
    expect(second.cache).toMatchObject({ status: 'hit', reason: 'fresh' });
    expect(second.headers.get('cache-status')).toMatch(/^profiles; hit; ttl=\d+; detail=fresh$/);
    expect(second.headers.get('age')).toMatch(/^\d+$/);
    expect(second.profile).toEqual(first.profile);
  });

  test('adds up what its owner bought, and ranks them by it', async () => {
    const db = sharedDatabase();
    const [most] = await db.query<{ name: string; spent: number; orders: number }>(`
      select users.name, sum(quantity * unit_price_cents) as spent, count(distinct orders.id) as orders
      from orders join order_lines on order_id = orders.id join users on users.id = user_id
      where orders.tenant_id = 4 and status not in ('cancelled', 'returned')
      group by users.name order by spent desc limit 1`);
    const { profile } = await read({ id: most!.name });
    expect(profile).toMatchObject({ rank: 1, spentCents: most!.spent, orders: most!.orders });
    expect(profile.favourites).toHaveLength(3);
  });

  test('50 at once are one load', async () => {
    const { params } = await customer();
    const reads = await Promise.all(Array.from({ length: 50 }, () => read(params)));
    const loads = reads.filter(({ cache }) => cache.status === 'miss');
    expect(loads).toHaveLength(1);
  });

  test('of nobody is not found, and that is kept', async () => {
    const params = { id: `nobody-${crypto.randomUUID()}` };
    const ask = () => send(readProfile, { params });
    const answers = [await ask(), await ask()];
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ code: 'not_found' });
    }
    expect(answers[1]!.headers.get('cache-status')).toMatch(/^profiles; hit/);
  });
});

describe('a change', () => {
  test('is seen by whoever reads after its answer', async () => {
    const { params, cookie } = await customer();
    for (const city of ['Oslo', 'Porto']) {
      await read(params);
      const answer = await send(writeProfile, {
        params,
        headers: cookie,
        body: { ...text, city },
      });
      expect(answer.status).toBe(200);
      const { profile, cache } = await read(params);
      expect(profile.city).toBe(city);
      expect(cache).toMatchObject({ status: 'miss', reason: 'invalidated' });
    }
  });

  test('is its owner’s and admins’ alone', async () => {
    const { params } = await customer();
    const other = await customer();
    const call = { params, body: { ...text, city: 'Oslo' } };
    expect(await refusal(writeProfile, call, send)).toMatchObject({ code: 'not_signed_in' });
    const asOther = { ...call, headers: other.cookie };
    expect(await refusal(writeProfile, asOther, send)).toMatchObject({ code: 'forbidden' });
    expect((await read(params)).profile.city).toBe('Riga');
    expect((await sendAsAdmin(writeProfile, call)).status).toBe(200);
  });

  test('may be sent again, and is refused where another came between', async () => {
    const { params } = await customer();
    const write = async (city: string, version: number) => {
      const answer = await sendAsAdmin(writeProfile, { params, body: { ...text, city, version } });
      return (await answer.json()) as { version?: number; code?: string };
    };
    expect(await write('Oslo', 1)).toEqual({ version: 2 });
    expect(await write('Oslo', 1)).toEqual({ version: 2 });
    expect(await write('Porto', 2)).toEqual({ version: 3 });
    expect(await write('Oslo', 2)).toMatchObject({ code: 'version_conflict' });
    expect((await read(params)).profile).toMatchObject({ city: 'Porto', version: 3 });
  });

  test('of nobody is not found', async () => {
    const params = { id: `nobody-${crypto.randomUUID()}` };
    expect(await refusal(writeProfile, { params, body: text })).toMatchObject({
      status: 404,
      code: 'not_found',
    });
  });
});

describe('an invalidation', () => {
  test.each([
    ['by key', (id: string) => ({ keys: [id] }), 'absent'],
    ['by its own tag', (id: string) => ({ tags: [`user:${id}`] }), 'invalidated'],
    ['by the tag of all', () => ({ tags: ['profiles'] }), 'invalidated'],
  ])('%s makes the next read load', async (_, of, reason) => {
    const { params } = await customer();
    await read(params);
    const answer = await sendAsAdmin(invalidateCache, { body: of(params.id) });
    expect(await answer.json()).toEqual({ invalidated: true });
    expect((await read(params)).cache).toMatchObject({ status: 'miss', reason });
  });
});

test('the list begins as asked, or gives some at random', async () => {
  const { name } = await customer();
  const list = async (query: Record<string, string>) => {
    const answer = await send(listProfiles, { query });
    return ((await answer.json()) as { profiles: { id: string }[] }).profiles.map(({ id }) => id);
  };
  expect(await list({ q: name })).toEqual([name]);
  expect(await list({ q: 'user_' })).toEqual([]);
  const [some, others] = [await list({ limit: '20' }), await list({ limit: '20' })];
  expect(new Set([...some, ...others]).size).toBeGreaterThan(20);
});

describe('what is away', () => {
  beforeEach(() => vi.resetModules());
  afterEach(() => vi.unstubAllEnvs());
  const nowhere = '127.0.0.1:1';

  /** Lets the time pass in which a profile is fresh or stale. */
  async function outlive(id: string) {
    const place = { prefix: 'rp', name: 'profiles', version: 1, key: id };
    const ms = profileTimes.ttlMs + profileTimes.staleMs;
    await letPass(redis, keys.entry(place), keys.state(place), ms);
  }

  test('Postgres: what was read lately is served, the rest is a clear 503; then all is well again', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { params } = await customer();
    const { params: unread } = await customer();
    const { profile } = await read(params);
    await outlive(params.id);
    vi.stubEnv('DATABASE_URL', `postgres://nobody@${nowhere}/none`);
    vi.resetModules();

    const during = await read(params);
    expect(during.profile).toEqual(profile);
    expect(during.cache).toMatchObject({ status: 'stale-if-error', reason: 'load_failed' });
    expect(during.headers.get('cache-status')).toMatch(/^\w+; fwd=stale;/);
    expect(told).toHaveBeenCalledTimes(1);
    const answer = await send(readProfile, { params: unread });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'database_unreachable' });
    expect(text).not.toContain(nowhere);

    vi.unstubAllEnvs();
    vi.resetModules();
    await sendAsAdmin(invalidateCache, { body: { keys: [params.id, unread.id] } });
    expect((await read(params)).cache.status).toBe('miss');
    expect((await read(unread)).cache.status).toBe('miss');
    told.mockRestore();
  });

  test('Redis: a profile is loaded past the cache', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { params } = await customer();
    vi.stubEnv('UPSTASH_REDIS_REST_URL', `http://${nowhere}`);
    const { profile, cache, headers } = await read(params);
    expect(profile.id).toBe(params.id);
    expect(cache).toMatchObject({ status: 'bypass', reason: 'redis_down' });
    expect(headers.get('cache-status')).toBe('profiles; fwd=bypass; detail=redis_down');
    told.mockRestore();
  });
});
