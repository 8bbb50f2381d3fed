import { afterEach, describe, expect, test, vi } from 'vitest';
import { createDirectory } from '@/lib/accounts/directory';
import { hashPassword } from '@/lib/accounts/password';
import { rateLimits } from '@/lib/guard/rate-limits';
import { sharedDatabase } from '@/lib/database/shared';
import type { Problem } from '@/lib/http/problem';
import { createSessions } from '@/lib/patterns/sessions';
import { readCurrentSession, signIn } from '@/lib/patterns/sessions/contract';
import { createRoles } from '@/lib/patterns/sets/roles';
import { send } from '../support/api';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const password = 'correct horse battery';
const passwordHash = hashPassword(password);
const limit = 5;
/** What a request of a browser on this machine says. */
const here = { host: 'localhost:3000' };

const freshName = () => `test-${crypto.randomUUID().slice(0, 18)}`;

async function account(): Promise<string> {
  const name = freshName();
  await createDirectory(sharedDatabase()).put({ name, passwordHash: await passwordHash });
  return name;
}

/** An address that no other test uses. */
const address = () => `10.9.${crypto.getRandomValues(new Uint8Array(2)).join('.')}`;

/** From another address each time, unless told. */
const attempt = (name: string, given = 'wrong', headers: Record<string, string> = {}) =>
  send(signIn, { body: { name, password: given }, headers });
/** From one address alone, which tries no other account. */
function attemptsFromOneAddress() {
  const headers = { 'x-forwarded-for': address() };
  return (name: string, given = 'wrong') => attempt(name, given, headers);
}

const inTurn = async (count: number, work: () => Promise<Response>) => {
  const statuses: number[] = [];
  for (let i = 0; i < count; i++) statuses.push((await work()).status);
  return statuses;
};

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

describe('attempts to sign in', () => {
  test('at one account from one address are limited, the right password included', async () => {
    const near = attemptsFromOneAddress();
    const name = await account();
    expect(await inTurn(limit, () => near(name))).toEqual(Array(limit).fill(401));
    const refused = await near(name.toUpperCase(), password);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(600);
    expect(refused.headers.get('set-cookie')).toBeNull();
    expect(refused.headers.get('ratelimit')).toMatch(
      /^"sign-in-1";r=\d;t=\d+, "sign-in-2";r=\d+;t=\d+, "sign-in-account";r=0;t=\d+$/,
    );
    expect((await attempt(await account(), password)).status).toBe(201);
    // The owner is not locked out by what a stranger does.
    const elsewhere = { 'x-forwarded-for': address() };
    expect((await attempt(name, password, elsewhere)).status).toBe(201);
  });

  test('at one account from everywhere together are limited too', async () => {
    const name = await account();
    await rateLimits(redis).check('sign-in-spread', name, { cost: 100 });
    const elsewhere = { 'x-forwarded-for': address() };
    expect((await attempt(name, password, elsewhere)).status).toBe(429);
  });

  test('at a name that nobody has are limited and told the same', async () => {
    const [someone, nobody] = [await account(), freshName()];
    const near = [attemptsFromOneAddress(), attemptsFromOneAddress()] as const;
    const told = async (name: string, which: 0 | 1) => {
      const answer = await near[which](name);
      const limits = answer.headers.get('ratelimit')?.replace(/t=\d+/g, 't');
      return { status: answer.status, limits, problem: await answer.json() };
    };
    for (let i = 0; i <= limit; i++) {
      const [a, b] = [await told(someone, 0), await told(nobody, 1)];
      expect(b).toEqual({ ...a, problem: expect.objectContaining({ code: codeAt(i) }) as object });
    }
  });

  test('all at once are no more than those in turn', async () => {
    const name = await account();
    const near = attemptsFromOneAddress();
    // The address itself may try ten a minute, whatever account it means.
    const answers = await Promise.all(Array.from({ length: 10 }, () => near(name)));
    // One that is let through may still meet a server too busy for it: 503.
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(10 - limit);
  });

  test('begin anew after one that succeeds', async () => {
    const name = await account();
    const near = attemptsFromOneAddress();
    await inTurn(limit - 1, () => near(name));
    expect((await near(name, password)).status).toBe(201);
    expect(await inTurn(limit, () => near(name))).toEqual(Array(limit).fill(401));
  });

  test('with what cannot be a name count for no account', async () => {
    const answers = await inTurn(limit + 1, () => attempt('no name: *'));
    expect(answers).toEqual(Array(limit + 1).fill(401));
  });
});

test('a sign-in gives no role and takes none: the roles alone say who may what', async () => {
  const name = await account();
  const roles = createRoles(redis);
  await roles.grant('editor', name);
  expect((await attempt(name, password)).status).toBe(201);
  expect(await roles.rolesOf(name)).toEqual(['editor']);
});

test('a sample whose role was taken does not get it back by signing in', async () => {
  vi.stubEnv('SAMPLE_ACCOUNTS', '1');
  const roles = createRoles(redis);
  expect((await attempt('ada', 'sample-ada', here)).status).toBe(201);
  expect(await roles.rolesOf('ada')).toContain('admin');
  await roles.revoke('admin', 'ada');
  try {
    expect((await attempt('ada', 'sample-ada', here)).status).toBe(201);
    expect(await roles.rolesOf('ada')).not.toContain('admin');
  } finally {
    await roles.grant('admin', 'ada');
  }
});

describe('the samples are for this machine alone', () => {
  test.each([
    ['localhost', { host: 'localhost:3000' }, 201],
    ['an IPv4 loopback address', { host: '127.0.0.1:3000' }, 201],
    ['an IPv6 loopback address', { host: '[::1]:3000' }, 201],
    ['a public name', { host: 'app.example.com' }, 401],
    ['a name that begins like a loopback address', { host: '127.0.0.1.example.com' }, 401],
    ['a name that ends like one', { host: 'evil-localhost' }, 401],
    ['a public name in x-forwarded-host', { ...here, 'x-forwarded-host': 'app.example.com' }, 401],
    ['an address passed on', { ...here, 'x-forwarded-for': '203.0.113.9, 127.0.0.1' }, 401],
    ['Forwarded', { ...here, forwarded: 'for=203.0.113.9' }, 401],
    ['Via', { ...here, via: '1.1 proxy' }, 401],
  ])('%s', async (_, headers: Record<string, string>, status) => {
    vi.stubEnv('SAMPLE_ACCOUNTS', '1');
    expect((await attempt('cyd', 'sample-cyd', headers)).status).toBe(status);
    const current = await send(readCurrentSession, { headers });
    expect('sampleAccounts' in ((await current.json()) as object)).toBe(status === 201);
  });
});

describe('without the database', () => {
  const away = 'postgres://user:secret@127.0.0.1:1/shop';

  test.each([
    ['away', away, 'database_unreachable', undefined],
    ['not configured', '', 'not_configured', 'environment/DATABASE_URL'],
  ])('that is %s a sign-in is a 503 that says so', async (_, url, code, field) => {
    const name = await account();
    vi.stubEnv('DATABASE_URL', url);
    vi.resetModules();
    const answer = await attempt(name, password);
    expect(answer.status).toBe(503);
    const text = await answer.text();
    const problem = JSON.parse(text) as Problem;
    expect(problem.code).toBe(code);
    expect(problem.errors?.[0]?.field).toBe(field);
    expect(text).not.toMatch(/secret|127\.0\.0\.1/);
  });

  test('a session that there is goes on', async () => {
    const name = await account();
    const { id } = await createSessions(redis).create(name, { device: 'test' });
    vi.stubEnv('DATABASE_URL', away);
    vi.resetModules();
    const answer = await send(readCurrentSession, { headers: { cookie: `session=${id}` } });
    expect(await answer.json()).toMatchObject({ session: { userId: name } });
  });
});

function codeAt(index: number): string {
  return index < limit ? 'sign_in_refused' : 'rate_limited';
}
