import { describe, expect, test } from 'vitest';
import type { Operation } from '@/lib/contract';
import { claimName, releaseName } from '@/lib/patterns/sets/contract-claims';
import {
  addMember,
  addMembers,
  checkMembers,
  compareSets,
  maxBatch,
  measureSet,
  readMember,
  readSet,
  removeMember,
} from '@/lib/patterns/sets/contract';
import {
  grantRole,
  readRoleMembers,
  readUserRoles,
  revokeRole,
} from '@/lib/patterns/sets/contract-roles';
import type { Call } from '../support/api';
import { refusalOf, refused } from '../support/problems';
import { makeUser, sendAsAdmin as send, type TestUser } from '../support/callers';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const fresh = () => ({ set: `s-${crypto.randomUUID()}` });

const refusal = (operation: Operation, call: Call) => refusalOf(send(operation, call));
const json = async (operation: Operation, call: Call) =>
  (await (await send(operation, call)).json()) as Record<string, unknown>;

describe('bad input names the field, and nothing is written', () => {
  test.each(['', 'a b', '{a}', 'a:b', 'compare', 'ｓ', 'a\0', 'x'.repeat(65), '*'])(
    'the set %j',
    async (set) => {
      const calls: [Operation, Call][] = [
        [readSet, {}],
        [measureSet, {}],
        [checkMembers, { query: { are: 'a' } }],
        [addMembers, { body: { members: ['a'] } }],
      ];
      for (const [operation, call] of calls)
        expect(await refusal(operation, { ...call, params: { set } })).toEqual(refused('path/set'));
      expect(
        await refusal(compareSets, { query: { op: 'union', sets: `fine,${set}` } }),
      ).toMatchObject({ status: 400 });
    },
  );

  test.each(['', 'a,b', 'a\nb', 'a\0', '\u0085', 'x'.repeat(129)])(
    'the member %j',
    async (member) => {
      const { set } = fresh();
      for (const operation of [readMember, addMember, removeMember])
        expect(await refusal(operation, { params: { set, member } })).toEqual(
          refused('path/member'),
        );
      expect(
        await refusal(addMembers, { params: { set }, body: { members: ['fine', member] } }),
      ).toEqual(refused('body/members/1'));
      expect(await json(readSet, { params: { set } })).toEqual({ members: [], next: null });
    },
  );

  test('members that are no text, none, too many, and fields that nobody knows', async () => {
    const params = fresh();
    for (const members of ['a', [], null, Array(maxBatch + 1).fill('a')])
      expect(await refusal(addMembers, { params, body: { members } })).toEqual(
        refused('body/members'),
      );
    for (const member of [7, null, true, ['a'], { a: 1 }])
      expect(await refusal(addMembers, { params, body: { members: [member] } })).toEqual(
        refused('body/members/0'),
      );
    expect(await refusal(addMembers, { params, body: { members: ['a'], ttl: 1 } })).toEqual(
      refused('body/ttl'),
    );
  });

  test.each([
    ['limit', '0'],
    ['limit', '1001'],
    ['limit', '1.5'],
    ['cursor', '-1'],
    ['cursor', 'abc'],
    ['cursor', '9'.repeat(21)],
    ['page', '2'],
  ])('a page with %s=%s', async (field, value) => {
    const call = { params: fresh(), query: { [field]: value } };
    expect(await refusal(readSet, call)).toEqual(refused(`query/${field}`));
  });

  test.each([
    ['op', { op: 'xor', sets: 'a,b' }],
    ['op', { sets: 'a,b' }],
    ['sets', { op: 'union', sets: 'a' }],
    ['sets', { op: 'union', sets: 'a,a' }],
    ['sets', { op: 'union', sets: 'a,b,c,d' }],
    ['sets', { op: 'union' }],
  ])('a comparison: %s of %j', async (field, query) => {
    expect(await refusal(compareSets, { query: query as Record<string, string> })).toEqual(
      refused(`query/${field}`),
    );
  });

  test.each(['', 'Admin', 'ad min', '{admin}', 'аdmin', '1st', 'x'.repeat(33)])(
    'the role %j',
    async (role) => {
      const params = { role, user: 'ann' };
      expect(await refusal(readRoleMembers, { params: { role } })).toEqual(refused('path/role'));
      // Who may not write is told so first; who may is told of the name.
      for (const operation of [grantRole, revokeRole])
        expect([400, 401, 403]).toContain((await refusal(operation, { params })).status);
    },
  );

  test.each(['', 'a b', '{a}', 'a:b', 'ａnn', 'x'.repeat(129)])('the user %j', async (id) => {
    expect(await refusal(readUserRoles, { params: { id } })).toMatchObject({ status: 400 });
    expect(
      await refusal(claimName, { params: { name: 'fine' }, body: { owner: id } }),
    ).toMatchObject({ status: 400 });
  });

  test.each(['', '-a', 'a-', 'a b', 'аnn', 'a\0', '{a}', 'x'.repeat(65)])(
    'the claimed name %j',
    async (name) => {
      const body = { owner: 'ann' };
      expect(await refusal(claimName, { params: { name }, body })).toEqual(refused('path/name'));
    },
  );
});

describe('over HTTP', () => {
  test('members come and go, and a resend answers the same', async () => {
    const { set } = fresh();
    const params = { set, member: '00123' };
    for (let again = 0; again < 2; again++)
      expect(await json(addMember, { params })).toEqual({ set, size: 1, applied: true });
    expect(await json(readMember, { params })).toEqual({ member: '00123', isMember: true });
    expect(await json(checkMembers, { params: { set }, query: { are: '123,00123' } })).toEqual({
      members: [
        { member: '123', isMember: false },
        { member: '00123', isMember: true },
      ],
    });
    for (let again = 0; again < 2; again++)
      expect(await json(removeMember, { params })).toEqual({ member: '00123', isMember: false });
    expect(await json(readSet, { params: { set } })).toEqual({ members: [], next: null });
  });

  test('a comparison is no set of that name', async () => {
    const [a, b] = [fresh().set, fresh().set];
    await send(addMembers, { params: { set: a }, body: { members: ['x', 'y'] } });
    await send(addMembers, { params: { set: b }, body: { members: ['y', 'z'] } });
    const query = { op: 'intersection', sets: `${a},${b}` };
    expect(await json(compareSets, { query })).toMatchObject({ size: 1 });
  });

  test('whoever learns under which id a name was claimed cannot release it', async () => {
    const name = `guarded-${crypto.randomUUID()}`;
    const [ann, ben] = [await makeUser(redis), await makeUser(redis)];
    const call = { params: { name }, body: { owner: 'mine' } };
    const claim = async ({ cookie }: TestUser) =>
      (await send(claimName, { ...call, headers: cookie })).json();
    const release = async ({ cookie }: TestUser) =>
      (
        await send(releaseName, { params: { name }, query: { owner: 'mine' }, headers: cookie })
      ).json();
    expect(await claim(ann)).toEqual({ name, owner: 'mine', claimed: true });
    expect(await claim(ben)).toEqual({ name, owner: 'mine', claimed: false });
    expect(await release(ben)).toEqual({ name, free: false });
    expect(await release(ann)).toEqual({ name, free: true });
  });

  test('a claim is lost to who was first, and kept through a resend', async () => {
    const name = `n-${crypto.randomUUID()}`;
    const claim = (owner: string) => json(claimName, { params: { name }, body: { owner } });
    expect(await claim('ann')).toEqual({ name, owner: 'ann', claimed: true });
    expect(await claim('ann')).toEqual({ name, owner: 'ann', claimed: true });
    expect(await claim('ben')).toEqual({ name, owner: 'ann', claimed: false });
    const release = (owner: string) => json(releaseName, { params: { name }, query: { owner } });
    expect(await release('ben')).toEqual({ name, free: false });
    expect(await release('ann')).toEqual({ name, free: true });
    expect(await claim('ben')).toMatchObject({ claimed: true });
  });
});
