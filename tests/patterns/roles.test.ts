import { describe, expect, test } from 'vitest';
import { createClaims, createRoles } from '@/lib/patterns/sets';
import type { ResultOfClaim } from '@/lib/patterns/sets/contract-claims';
import { keys } from '@/lib/patterns/sets/keys';
import { maxRoles } from '@/lib/patterns/sets/contract-roles';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { createSend } from '@/lib/redis/send';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

function fresh() {
  const prefix = freshPrefix();
  return {
    prefix,
    roles: createRoles(redis, { prefix }),
    claims: createClaims(redis, { prefix }),
  };
}

/** All users of a role, over all pages. */
async function usersIn(roles: ReturnType<typeof createRoles>, role: string) {
  const found: string[] = [];
  let cursor: string | null = '0';
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof roles.usersIn>> = await roles.usersIn(role, cursor);
    found.push(...page.users);
    cursor = page.next;
  }
  return [...new Set(found)].sort();
}

describe('roles', () => {
  test('are granted and revoked in both directions, as often as one likes', async () => {
    const { roles } = fresh();
    for (let again = 0; again < 2; again++) {
      expect(await roles.grant('editor', 'ann')).toBe(true);
      expect(await roles.grant('admin', 'ann')).toBe(true);
      expect(await roles.grant('admin', 'ben')).toBe(true);
    }
    expect(await roles.rolesOf('ann')).toEqual(['admin', 'editor']);
    expect(await usersIn(roles, 'admin')).toEqual(['ann', 'ben']);
    for (let again = 0; again < 2; again++) await roles.revoke('admin', 'ann');
    expect(await roles.rolesOf('ann')).toEqual(['editor']);
    expect(await usersIn(roles, 'admin')).toEqual(['ben']);
    expect(await roles.hasRole('ann', 'admin')).toBe(false);
    expect(await roles.hasRole('ben', 'admin')).toBe(true);
    expect(await roles.rolesOf('nobody')).toEqual([]);
  });

  test('a user has no more than the bound, and the refusal leaves both directions as they were', async () => {
    const { roles } = fresh();
    for (let index = 0; index < maxRoles; index++) await roles.grant(`role-${index}`, 'ann');
    expect(await roles.grant('one-more', 'ann')).toBe(false);
    expect(await roles.hasRole('ann', 'one-more')).toBe(false);
    expect(await usersIn(roles, 'one-more')).toEqual([]);
    expect(await roles.grant('role-0', 'ann')).toBe(true);
    expect(await roles.rolesOf('ann')).toHaveLength(maxRoles);
  });

  test('many users of a role are paged', async () => {
    const { roles } = fresh();
    const users = Array.from({ length: 700 }, (_, index) => `user-${index}`);
    await Promise.all(users.map((user) => roles.grant('member', user)));
    expect(await usersIn(roles, 'member')).toEqual(users.sort());
  });

  test('both directions agree after processes were killed in the middle of it', async () => {
    const { prefix, roles } = fresh();
    for (let round = 0; round < 2; round++) {
      const granters = await Promise.all([startProcess('granter.ts'), startProcess('granter.ts')]);
      await Promise.all(granters.map((granter) => granter.ask({ prefix })));
      await Promise.all(granters.map((granter) => granter.kill()));
    }
    // What was under way when they were killed has been carried out, or was never begun.
    const users = Array.from({ length: 20 }, (_, index) => `user-${index}`);
    const names = ['role-0', 'role-1', 'role-2'];
    const byUser = (
      await Promise.all(
        users.map(async (user) => (await roles.rolesOf(user)).map((role) => `${role} ${user}`)),
      )
    ).flat();
    const byRole = (
      await Promise.all(
        names.map(async (role) => (await usersIn(roles, role)).map((user) => `${role} ${user}`)),
      )
    ).flat();
    expect(byUser.length).toBeGreaterThan(0);
    expect(byUser.sort()).toEqual(byRole.sort());
  });
});

describe('claims', () => {
  test('of many who claim the same names at once, one gets each', async () => {
    const { prefix } = fresh();
    const names = Array.from({ length: 50 }, (_, index) => `name-${index}`);
    const owners = ['ann', 'ben', 'cyd'];
    const claimants = await Promise.all(owners.map(() => startProcess('claimant.ts')));
    const outcomes = (
      await Promise.all(
        claimants.map((claimant, index) =>
          claimant.ask<ResultOfClaim[]>({ prefix, owner: owners[index], names }),
        ),
      )
    ).flat();
    for (const name of names) {
      const of = outcomes.filter((outcome) => outcome.name === name);
      expect(of).toHaveLength(3);
      expect(of.filter(({ claimed }) => claimed)).toHaveLength(1);
      expect(new Set(of.map(({ owner }) => owner)).size).toBe(1);
    }
  });

  test('a lost answer does not turn a win into a defeat', async () => {
    const { prefix } = fresh();
    const send = dropAnswers(createSend(), (request) => request % 2 === 1);
    const transport = createTransport({ ...requireRedisConfig(), send });
    const claims = createClaims(createClient(transport), { prefix });
    expect(await claims.claim('ann', 'owner-1')).toEqual({
      name: 'ann',
      owner: 'owner-1',
      claimed: true,
    });
    expect(await claims.claim('ann', 'owner-2')).toMatchObject({
      owner: 'owner-1',
      claimed: false,
    });
    await transport.close();
  });

  test('only the owner releases, and again does no harm', async () => {
    const { claims } = fresh();
    await claims.claim('ann', 'owner-1');
    expect(await claims.release('ann', 'owner-2')).toBe(false);
    expect(await claims.claim('ann', 'owner-2')).toMatchObject({ claimed: false });
    expect(await claims.release('ann', 'owner-1')).toBe(true);
    expect(await claims.release('ann', 'owner-1')).toBe(true);
    expect(await claims.claim('ann', 'owner-2')).toMatchObject({ claimed: true });
    expect(await claims.release('ann', 'owner-1')).toBe(false);
  });

  test('names that look alike by case or width are one, other alphabets are none', async () => {
    const { prefix, claims } = fresh();
    await claims.claim('Ann', 'owner-1');
    for (const name of ['ann', 'ANN', 'Ａnn', '𝐚𝐧𝐧'])
      expect(await claims.claim(name, 'owner-2')).toMatchObject({ name: 'ann', claimed: false });
    await expect(claims.claim('аnn', 'owner-2')).rejects.toThrow(/ASCII/);
    expect(await redis.get(keys.claim({ prefix, name: 'ann' }))).toBe('owner-1');
  });
});
