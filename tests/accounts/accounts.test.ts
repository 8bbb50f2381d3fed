import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { authenticate } from '@/lib/accounts/authenticate';
import { deviceOf } from '@/lib/accounts/device';
import { accountName, createDirectory } from '@/lib/accounts/directory';
import { hashPassword, verifyPassword } from '@/lib/accounts/password';
import { grantSampleRoles } from '@/lib/accounts/samples';
import { sharedDatabase } from '@/lib/database/shared';
import { createApiKeys } from '@/lib/guard/api-keys';
import { createActivity } from '@/lib/patterns/activity';
import { createSessions } from '@/lib/patterns/sessions';
import { createRoles } from '@/lib/patterns/sets/roles';
import { freshPrefixes, testRedis } from '../support/redis';
import { root } from '../support/rooms';

const { redis } = testRedis();

describe('passwords', () => {
  test('are kept as salted scrypt with its parameters, and told from others', async () => {
    const [hash, again] = await Promise.all([
      hashPassword('opensesame'),
      hashPassword('opensesame'),
    ]);
    expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(hash).not.toBe(again);
    expect(await verifyPassword('opensesame', hash)).toBe(true);
    expect(await verifyPassword('opensesamf', hash)).toBe(false);
    expect(await verifyPassword('', hash)).toBe(false);
  });

  test('typed in another Unicode form are the same', async () => {
    expect(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true);
  });

  // RFC 7914, section 12: scrypt("pleaseletmein", "SodiumChloride", N=16384, r=8, p=1), first 32 bytes
  const hash =
    '$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofI';

  test('are verified two at a time, so that other work finds a thread', async () => {
    let ended = 0;
    const all = Array.from({ length: 12 }, () =>
      verifyPassword('pleaseletmein', hash).then(() => ended++),
    );
    await promisify(randomBytes)(16);
    // Behind all of them it would be done after the eighth.
    expect(ended).toBeLessThanOrEqual(2);
    await Promise.all(all);
  });

  test('of too many at once are refused to the last ones, and then verified as before', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 30 }, () => verifyPassword('pleaseletmein', hash)),
    );
    const [verified, refused] = [all.slice(0, 18), all.slice(18)];
    for (const one of verified) expect(one).toEqual({ status: 'fulfilled', value: true });
    for (const one of refused)
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    expect(await verifyPassword('pleaseletmein', hash)).toBe(true);
  });

  test('of other parameters still verify, so these can be raised', async () => {
    expect(await verifyPassword('pleaseletmein', hash)).toBe(true);
  });

  test('whose hash is damaged are an error, not a wrong password', async () => {
    await expect(verifyPassword('x', 'plain')).rejects.toThrow(/not a scrypt/);
  });
});

test('a name is lower-case ASCII, so that no two look alike', () => {
  expect(accountName('Ada.L')).toBe('ada.l');
  for (const name of ['', 'b\u0435n', '\u212aim', 'a b', '-a', 'a:b', '{a}', 'a'.repeat(65)])
    expect(accountName(name)).toBeUndefined();
});

test('an unknown name costs the same derivation as a wrong password, and is told the same', async () => {
  const asked: string[] = [];
  const directory = {
    async find(name: string) {
      asked.push(name);
      return name === 'ann' ? { name, passwordHash: await hashPassword('opensesame') } : undefined;
    },
  };
  expect(await authenticate(directory, 'Ann', 'opensesame')).toMatchObject({ name: 'ann' });
  expect(await authenticate(directory, 'ann', 'wrong')).toBeUndefined();
  expect(await authenticate(directory, 'nobody', 'opensesame')).toBeUndefined();
  expect(await authenticate(directory, 'rp:*', 'opensesame')).toBeUndefined();
  expect(asked).toEqual(['ann', 'ann', 'nobody']);
});

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  ['curl/8.5.0', 'curl'],
  ['<script>', 'Unknown device'],
  [null, 'Unknown device'],
])('the device of %s is %s', (agent, device) => expect(deviceOf(agent)).toBe(device));

describe('the directory', () => {
  const directory = createDirectory(sharedDatabase());
  const name = `test-${crypto.randomUUID()}`;

  test('keeps a user whose account is removed, and what their profile says', async () => {
    const profile = () =>
      sharedDatabase().query<{ id: number; display_name: string }>(
        'select id, display_name from users where name = $1',
        [name],
      );
    expect(await directory.find(name)).toBeUndefined();
    await directory.put({ name, passwordHash: 'one' });
    await sharedDatabase().query('update users set display_name = $2 where name = $1', [name, 'T']);
    const [before] = await profile();
    await directory.put({ name, passwordHash: 'two' });
    expect(await directory.find(name)).toEqual({ name, passwordHash: 'two' });
    expect(await directory.remove(name)).toBe(true);
    expect(await directory.remove(name)).toBe(false);
    expect(await directory.find(name)).toBeUndefined();
    expect(await profile()).toEqual([before]);
    expect(before?.display_name).toBe('T');
  });

  test('takes no name that could be mistaken for another, whoever asks', async () => {
    for (const bad of ['Ada', 'a b', ''])
      await expect(directory.put({ name: bad, passwordHash: 'x' })).rejects.toMatchObject({
        code: '23514',
      });
  });
});

describe('the samples', () => {
  const freshPrefix = freshPrefixes();

  test('are given their roles once: what is taken from them stays taken', async () => {
    const prefix = freshPrefix();
    const roles = createRoles(redis, { prefix });
    await Promise.all([grantSampleRoles(redis, { prefix }), grantSampleRoles(redis, { prefix })]);
    expect(await roles.rolesOf('ada')).toEqual(['admin']);
    expect(await roles.rolesOf('ben')).toEqual([]);
    await roles.revoke('admin', 'ada');
    await grantSampleRoles(redis, { prefix });
    expect(await roles.rolesOf('ada')).toEqual([]);
  });
});

describe('npm run account', () => {
  const run = (args: string[], input = '', env = {}) =>
    new Promise<{ code: number; output: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [
          '--import',
          'tsx',
          '--import',
          './lib/local/lua-loader.mjs',
          'lib/accounts/main.ts',
          ...args,
        ],
        { cwd: root, env: { ...process.env, ...env } },
        (error, stdout, stderr) =>
          resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
      );
      child.stdin?.end(input);
    });
  const name = `test-${crypto.randomUUID()}`;
  const directory = createDirectory(sharedDatabase());
  const roles = createRoles(redis);

  test('adds an account by a password that is piped in, replaces it, and removes it', async () => {
    const added = await run(['add', name, '--admin'], 'correct horse battery\n');
    expect(added).toEqual({ code: 0, output: expect.stringContaining('as an admin') as string });
    expect(await authenticate(directory, name, 'correct horse battery')).toMatchObject({ name });
    expect(await roles.rolesOf(name)).toEqual(['admin']);

    const { id } = await createSessions(redis).create(name, { device: 'test' });
    expect((await run(['add', name], 'another long password\n')).code).toBe(0);
    expect(await authenticate(directory, name, 'correct horse battery')).toBeUndefined();
    expect(await authenticate(directory, name, 'another long password')).toBeDefined();
    expect(await createSessions(redis).read(id)).toBeNull();
    expect(await roles.rolesOf(name)).toEqual(['admin']);

    const issued = await createApiKeys(redis).issue({ name: 'test', userId: name });
    await createActivity(redis).record(name, { type: 'sign-in' });
    const removed = await run(['remove', name]);
    expect(removed).toEqual({ code: 0, output: expect.stringContaining('API keys') as string });
    expect(await createApiKeys(redis).find(issued!.secret)).toBeUndefined();
    expect((await createActivity(redis).timeline(name)).entries).toEqual([]);
    expect(await directory.find(name)).toBeUndefined();
    expect(await roles.rolesOf(name)).toEqual([]);
    expect((await run(['remove', name])).code).toBe(1);
  });

  test('says that the database is away', async () => {
    const away = { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' };
    const { code, output } = await run(['add', name], 'correct horse battery\n', away);
    expect(code).toBe(1);
    expect(output).toContain('The database cannot be reached');
    expect(output).not.toContain('secret');
  });

  test.each([
    ['no action', [], 'Usage'],
    ['an unknown action', ['list', 'ann'], 'Usage'],
    ['no name', ['add'], 'Usage'],
    ['a name with a colon', ['add', 'a:b'], 'letters, digits'],
    ['a short password', ['add', name], 'at least 12'],
  ])('refuses %s and says why', async (_, args, reason) => {
    const { code, output } = await run(args, 'short\n');
    expect({ code, output }).toEqual({
      code: 1,
      output: expect.stringContaining(reason) as string,
    });
    expect(await directory.find(name)).toBeUndefined();
  });
});
