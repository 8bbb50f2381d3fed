import { describe, expect, test } from 'vitest';
import { issueApiKey, listApiKeys, revokeApiKey } from '@/lib/guard/contract';
import { createApiKeys } from '@/lib/guard/api-keys';
import { recordPageViews } from '@/lib/patterns/analytics/contract';
import { changeCounter, deleteCounter } from '@/lib/patterns/counters/contract';
import { acquireLock, releaseLock } from '@/lib/patterns/lock/contract';
import { addMember, checkMembers, removeMember } from '@/lib/patterns/sets/contract';
import type { Operation } from '@/lib/contract';
import { send, type Call } from '../support/api';
import { makeUser } from '../support/callers';
import { scan } from '../support/rooms';
import { testRedis } from '../support/redis';

const { redis } = testRedis();

/** A signed-in caller who sends everything under one key. */
async function caller(options = { admin: true }) {
  const key = crypto.randomUUID();
  const { cookie, name } = await makeUser(redis, options);
  return {
    name,
    key,
    send: (operation: Operation, call: Call, idempotencyKey = key) =>
      send(operation, { ...call, headers: { ...cookie, 'idempotency-key': idempotencyKey } }),
  };
}
const json = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T;

test('two users may use one Idempotency-Key', async () => {
  const [ada, ben] = [await caller(), await caller()];
  const call = { params: { name: 'shared-key' }, body: { by: 1 } };
  expect(await json(ada.send(changeCounter, call))).toMatchObject({ value: 1 });
  expect(await json(ben.send(changeCounter, call, ada.key))).toMatchObject({ value: 2 });
  expect(await json(ada.send(changeCounter, call))).toMatchObject({ value: 1 });
});

test('nobody who has not signed in can spell the key of a user', async () => {
  const ada = await caller();
  const view = { body: { path: '/spelled' } };
  const forged = { 'idempotency-key': `${ada.name}:${ada.key}` };
  expect((await send(recordPageViews, { ...view, headers: forged })).status).toBe(202);
  // The same key with another body would be refused.
  expect((await ada.send(recordPageViews, { body: { path: '/another' } })).status).toBe(202);
});

describe('sent again after somebody else’s change', () => {
  test('the deletion of a counter leaves what was counted since', async () => {
    const ada = await caller();
    const call = { params: { name: 'deleted-twice' } };
    const add = { ...call, body: { by: 5 } };
    const count = () => ada.send(changeCounter, add, crypto.randomUUID());
    await count();
    await ada.send(deleteCounter, call);
    await count();
    expect((await ada.send(deleteCounter, call)).headers.get('idempotency-replayed')).toBe('true');
    expect(await json(count())).toMatchObject({ value: 10 });
  });

  test('the removal of a member leaves one who came back', async () => {
    const ada = await caller();
    const call = { params: { set: 'come-and-go', member: 'ann' } };
    await ada.send(addMember, call, crypto.randomUUID());
    await ada.send(removeMember, call);
    await ada.send(addMember, call, crypto.randomUUID());
    await ada.send(removeMember, call);
    const asked = { params: { set: 'come-and-go' }, query: { are: 'ann' } };
    expect(await json(send(checkMembers, asked))).toMatchObject({
      members: [{ member: 'ann', isMember: true }],
    });
  });

  test('the release of a lock says that it was released', async () => {
    const ada = await caller();
    const params = { resource: 'released-twice' };
    const { token } = await json<{ token: string }>(
      ada.send(acquireLock, { params, body: { ttlMs: 5_000 } }, crypto.randomUUID()),
    );
    const release = () => ada.send(releaseLock, { params, body: { token } });
    expect(await json(release())).toEqual({ outcome: 'released' });
    await ada.send(acquireLock, { params, body: { ttlMs: 5_000 } }, crypto.randomUUID());
    expect(await json(release())).toEqual({ outcome: 'released' });
  });
});

describe('an API key', () => {
  const body = { name: 'reports', userId: 'ann' };
  type Issued = { secret: string; key: { handle: string } };

  test('that is asked for again is the same one, and its secret lies nowhere', async () => {
    const ada = await caller();
    const first = await json<Issued>(ada.send(issueApiKey, { body }));
    expect(await json(ada.send(issueApiKey, { body }))).toEqual(first);
    const { keys } = await json<{ keys: { handle: string }[] }>(ada.send(listApiKeys, {}));
    expect(keys.filter(({ handle }) => handle === first.key.handle)).toHaveLength(1);
    for (const key of await scan(redis, '*api-key*'))
      if ((await redis.type(key)) === 'string')
        expect(await redis.get<string>(key), key).not.toContain(first.secret.slice(4));
    expect(await createApiKeys(redis).find(first.secret)).toMatchObject(body);
  });

  test('that was revoked stays so, however often it is asked for again', async () => {
    const ada = await caller();
    const { secret, key } = await json<Issued>(ada.send(issueApiKey, { body }));
    const revoke = () =>
      ada.send(revokeApiKey, { params: { handle: key.handle } }, `${ada.key}-revoke`);
    expect((await revoke()).status).toBe(200);
    expect((await revoke()).status).toBe(200);
    expect((await ada.send(issueApiKey, { body })).status).toBe(201);
    expect(await createApiKeys(redis).find(secret)).toBeUndefined();
  });

  test('whose second step was lost is made whole by a resend', async () => {
    const ada = await caller();
    const { secret } = await json<Issued>(ada.send(issueApiKey, { body }));
    const [at] = (await redis.hvals('{rp:api-keys}'))
      .map((text: unknown) => JSON.parse(String(text)) as { at: string; name: string })
      .slice(-1);
    await redis.del(at!.at);
    await ada.send(issueApiKey, { body });
    expect(await createApiKeys(redis).find(secret)).toMatchObject(body);
  });
});
