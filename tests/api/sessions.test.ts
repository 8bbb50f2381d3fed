import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Operation } from '@/lib/contract';
import type { Problem } from '@/lib/http/problem';
import {
  endSession,
  endSessions,
  listSessions,
  readActiveSessions,
  readCurrentSession,
  rotateCurrentSession,
  saveCurrentSession,
  signIn,
  signOut,
  type ActiveSessions,
  type CurrentSession,
  type ListedSession,
} from '@/lib/patterns/sessions/contract';
import { send, type Call } from '../support/api';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const ada = { name: 'ada', password: 'sample-ada' };
const ben = { name: 'ben', password: 'sample-ben' };

beforeAll(() => {
  vi.stubEnv('SAMPLE_ACCOUNTS', '1');
  return () => vi.unstubAllEnvs();
});

let addresses = 0;
/** Each sign-in comes from an address of its own: many from one are refused, which other tests look at. */
const elsewhere = () => ({
  host: 'localhost',
  'x-forwarded-for': `198.18.${Math.floor(++addresses / 256)}.${addresses % 256}`,
});

/** The cookie that an answer sets, with its attributes. */
function setCookie(answer: Response) {
  const [pair = '', ...attributes] = (answer.headers.get('set-cookie') ?? '').split('; ');
  return { cookie: pair, attributes };
}

async function signedIn(body: { name: string; password: string }, headers = {}) {
  const answer = await send(signIn, {
    body,
    headers: { 'user-agent': firefox, ...elsewhere(), ...headers },
  });
  expect(answer.status).toBe(201);
  const { session } = (await answer.json()) as { session: CurrentSession };
  return { session, ...setCookie(answer), answer };
}

async function ask<T>(operation: Operation, cookie: string, call: Call = {}) {
  const answer = await send(operation, { ...call, headers: { ...call.headers, cookie } });
  return { status: answer.status, body: (await answer.json()) as T & Problem, answer };
}

const current = async (cookie: string) =>
  (await ask<{ session: CurrentSession | null }>(readCurrentSession, cookie)).body.session;

describe('signing in', () => {
  test('begins a session, and hands out its id in a cookie that no script reads, only there', async () => {
    const { session, cookie, attributes, answer } = await signedIn(ben);
    expect(session).toMatchObject({ userId: 'ben', device: 'Firefox on Linux', version: 1 });
    expect(cookie).toMatch(/^session=[\w-]{83}$/);
    expect(attributes).toEqual(
      expect.arrayContaining([
        'Path=/',
        'HttpOnly',
        'SameSite=Lax',
        expect.stringMatching(/^Max-Age=259\d{4}$/),
      ]),
    );
    expect(attributes).not.toContain('Secure');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await current(cookie)).toMatchObject({ handle: session.handle });
    for (const operation of [listSessions, readCurrentSession])
      expect(JSON.stringify((await ask(operation, cookie)).body)).not.toContain(cookie.slice(48));
  });

  test('over https the cookie is Secure and bound to the host, and the plain one is not believed', async () => {
    const https = { 'x-forwarded-proto': 'https' };
    const { cookie, attributes } = await signedIn(ben, https);
    expect(cookie).toMatch(/^__Host-session=/);
    expect(attributes).toContain('Secure');
    const asked = { headers: https };
    const { body } = await ask<{ session: unknown }>(readCurrentSession, cookie, asked);
    expect(body.session).not.toBeNull();
    const plain = await ask<{ session: unknown }>(
      readCurrentSession,
      cookie.replace('__Host-', ''),
      asked,
    );
    expect(plain.body.session).toBeNull();
  });

  test('is refused in the same words for a wrong password and for a name that nobody has', async () => {
    const refusals = [];
    for (const body of [
      { ...ben, password: 'sample-cyd' },
      { name: 'nobody', password: 'sample-ben' },
      { name: 'b\u0435n', password: 'sample-ben' },
      { name: 'rp:account:*', password: 'x' },
    ]) {
      const answer = await send(signIn, { body, headers: elsewhere() });
      expect(answer.headers.get('set-cookie')).toBeNull();
      refusals.push([answer.status, await answer.json()]);
    }
    expect(refusals[0]).toMatchObject([401, { code: 'sign_in_refused' }]);
    for (const refusal of refusals) expect(refusal).toEqual(refusals[0]);
  });

  test('ends the session that the browser had before', async () => {
    const before = await signedIn(ben);
    const after = await signedIn(ada, { cookie: before.cookie });
    expect(await current(before.cookie)).toBeNull();
    expect(await current(after.cookie)).toMatchObject({ userId: 'ada' });
  });

  test('sent again with its Idempotency-Key makes one session', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    const first = await signedIn(ben, key);
    const again = await signedIn(ben, { ...key, cookie: first.cookie });
    expect(again.session.handle).toBe(first.session.handle);
    expect(again.answer.headers.get('idempotency-replayed')).toBe('true');
    expect(await current(again.cookie)).not.toBeNull();
  });

  test('a deployment that offers no samples has none', async () => {
    vi.stubEnv('SAMPLE_ACCOUNTS', '');
    try {
      expect((await send(signIn, { body: ada, headers: elsewhere() })).status).toBe(401);
      const { body } = await ask<{ sampleAccounts?: unknown }>(readCurrentSession, '');
      expect(body).toEqual({ session: null });
    } finally {
      vi.stubEnv('SAMPLE_ACCOUNTS', '1');
    }
  });

  test.each([
    ['a name that is no text', { name: 7, password: 'x' }, 'body/name'],
    ['an empty name', { name: '', password: 'x' }, 'body/name'],
    ['a name that is too long', { name: 'a'.repeat(65), password: 'x' }, 'body/name'],
    ['no password', { name: 'ben' }, 'body/password'],
    ['a password to choke on', { name: 'ben', password: 'x'.repeat(257) }, 'body/password'],
    ['an unknown field', { ...ben, admin: true }, 'body/admin'],
  ])('with %s is a 400 that names the field', async (_, body, field) => {
    const answer = await send(signIn, { body, headers: elsewhere() });
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as Problem).errors?.map((error) => error.field)).toEqual([field]);
  });
});

describe('the current session', () => {
  test('saves fields, and tells of a conflict which they were', async () => {
    const { cookie } = await signedIn(ben);
    const save = (fields: unknown, version: number) =>
      ask<{ version: number }>(saveCurrentSession, cookie, { body: { fields, version } });
    expect(await save({ theme: 'dark' }, 1)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await save({ cart: [1, null] }, 1)).toMatchObject({ body: { version: 3 } });
    const late = await save({ theme: 'light', cart: [] }, 2);
    expect(late).toMatchObject({ status: 409, body: { code: 'version_conflict' } });
    expect(late.body.errors?.map(({ field }) => field)).toEqual(['body/fields/cart']);
    expect((await current(cookie))?.data).toEqual({ theme: 'dark', cart: [1, null] });
  });

  test.each([
    ['no fields', { fields: {}, version: 1 }, 'body/fields'],
    ['a colon in a name', { fields: { 'a:b': 1 }, version: 1 }, 'body/fields/a:b'],
    ['too much', { fields: { a: 'x'.repeat(9000) }, version: 1 }, 'body/fields'],
    ['version 0', { fields: { a: 1 }, version: 0 }, 'body/version'],
    ['a fraction for a version', { fields: { a: 1 }, version: 1.5 }, 'body/version'],
  ])('with %s is a 400 that names the field, and nothing is saved', async (_, body, field) => {
    const { cookie } = await signedIn(ben);
    const { status, body: problem } = await ask(saveCurrentSession, cookie, { body });
    expect({ status, fields: problem.errors?.map((error) => error.field) }).toEqual({
      status: 400,
      fields: [field],
    });
    expect(await current(cookie)).toMatchObject({ version: 1, data: {} });
  });

  test('is rotated, and the new cookie goes on', async () => {
    const { session, cookie } = await signedIn(ben);
    const { body, answer } = await ask<{ rotated: boolean }>(rotateCurrentSession, cookie);
    expect(body).toEqual({ rotated: true });
    const next = setCookie(answer).cookie;
    expect(next).not.toBe(cookie);
    expect(await current(next)).toMatchObject({ handle: session.handle });
    const again = await ask(rotateCurrentSession, cookie);
    expect(again.body).toEqual({ rotated: false });
    expect(again.answer.headers.get('set-cookie')).toBeNull();
  });

  test('is ended by signing out, and so is its cookie; once more is no error', async () => {
    const { cookie } = await signedIn(ben);
    for (let i = 0; i < 2; i++) {
      const { status, answer } = await ask(signOut, cookie);
      expect(status).toBe(200);
      expect(answer.headers.get('set-cookie')).toMatch(/^session=; Path=\/; Max-Age=0; HttpOnly/);
    }
    expect(await current(cookie)).toBeNull();
    const save = { body: { fields: { a: 1 }, version: 1 } };
    expect((await ask(saveCurrentSession, cookie, save)).status).toBe(401);
  });

  test.each(['session=', 'session=x', 'other=1', 'session="; DROP', `session=${'A'.repeat(9000)}`])(
    'is none for the cookie %s',
    async (cookie) => {
      expect(await current(cookie)).toBeNull();
      expect((await ask(listSessions, cookie)).status).toBe(401);
    },
  );

  test('a page of another origin cannot write with it', async () => {
    const { cookie } = await signedIn(ben);
    const headers = { origin: 'https://evil.example' };
    for (const operation of [signOut, rotateCurrentSession] as Operation[])
      expect((await ask(operation, cookie, { headers })).status).toBe(403);
    expect(await current(cookie)).not.toBeNull();
  });
});

describe('sessions of a user', () => {
  const name = 'cyd';
  const cyd = { name, password: 'sample-cyd' };

  test('are listed, ended one by one, the others, and all', async () => {
    const own = await signedIn(cyd);
    await ask(endSessions, own.cookie, { query: { scope: 'others' } });
    const others = [await signedIn(cyd), await signedIn(cyd), await signedIn(cyd)];
    const { body } = await ask<{ sessions: ListedSession[] }>(listSessions, own.cookie);
    expect(body.sessions).toHaveLength(4);
    expect(body.sessions.filter((session) => session.current)).toMatchObject([
      { handle: own.session.handle },
    ]);

    const params = { handle: others[0]!.session.handle };
    expect((await ask(endSession, own.cookie, { params })).body).toEqual({ ended: 1 });
    expect((await ask(endSession, own.cookie, { params })).status).toBe(404);
    expect(await current(others[0]!.cookie)).toBeNull();

    const rest = await ask(endSessions, own.cookie, { query: { scope: 'others' } });
    expect(rest.body).toEqual({ ended: 2 });
    expect(await current(own.cookie)).not.toBeNull();

    const all = await ask(endSessions, own.cookie, { query: { scope: 'all' } });
    expect(all.body).toEqual({ ended: 1 });
    expect(all.answer.headers.get('set-cookie')).toContain('Max-Age=0');
    expect(await current(own.cookie)).toBeNull();
  });

  test('are nobody else’s, except an admin’s', async () => {
    const theirs = await signedIn(cyd);
    const user = await signedIn(ben);
    const admin = await signedIn(ada);
    const query = { user: name };
    const params = { handle: theirs.session.handle };
    for (const [operation, call] of [
      [listSessions, { query }],
      [endSession, { query, params }],
      [endSessions, { query: { ...query, scope: 'all' } }],
    ] as [Operation, Call][]) {
      expect((await ask(operation, user.cookie, call)).body).toMatchObject({ code: 'forbidden' });
      expect((await ask(operation, '', call)).body).toMatchObject({ code: 'not_signed_in' });
    }
    expect((await ask(endSession, user.cookie, { params })).status).toBe(404);
    expect(await current(theirs.cookie)).not.toBeNull();

    const { body } = await ask<{ sessions: ListedSession[] }>(listSessions, admin.cookie, {
      query,
    });
    expect(body.sessions.map(({ handle }) => handle)).toContain(theirs.session.handle);
    expect((await ask(endSession, admin.cookie, { query, params })).body).toEqual({ ended: 1 });
    expect(await current(theirs.cookie)).toBeNull();
    expect(await current(admin.cookie)).not.toBeNull();
  });

  test.each([
    [endSession, { params: { handle: '{rp}:x' } }, 'path/handle'],
    [endSession, { params: { handle: 'a'.repeat(17) } }, 'path/handle'],
    [endSessions, { query: {} }, 'query/scope'],
    [endSessions, { query: { scope: 'some' } }, 'query/scope'],
    [listSessions, { query: { user: 'Ann{}' } }, 'query/user'],
    [readActiveSessions, { query: { range: '1y' } }, 'query/range'],
  ] as [Operation, Call, string][])(
    'bad input %# is a 400 that names the field',
    async (operation, call, field) => {
      const { status, body } = await ask(operation, (await signedIn(ben)).cookie, call);
      expect(status).toBe(400);
      expect(body.errors?.map((error) => error.field)).toEqual([field]);
    },
  );
});

test('anyone may read how many there are, and nothing of who', async () => {
  const read = async () => (await ask<ActiveSessions>(readActiveSessions, '')).body;
  const before = await read();
  const { cookie } = await signedIn(ben);
  const after = await read();
  expect(after.active).toBe(before.active + 1);
  expect(JSON.stringify(after)).not.toContain('ben');
  await ask(signOut, cookie);
  expect((await read()).active).toBe(before.active);
});
