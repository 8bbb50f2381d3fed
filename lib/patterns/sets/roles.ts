import type { Redis } from '@upstash/redis';
import { createScript, onceFor, type Once } from '../../redis/script';
import grantSource from './grant.lua' with { type: 'text' };
import { keys, receiptMs } from './keys';
import revokeSource from './revoke.lua' with { type: 'text' };
import { maxRoles, type ResultOfRoleMembers } from './contract-roles';

const grantScript = createScript(grantSource);
const revokeScript = createScript(revokeSource);

export interface Roles {
  /** Gives a user a role. Idempotent. Four commands. @returns false where the user has 32 roles already */
  grant(role: string, user: string, options?: Once): Promise<boolean>;

  /** Takes a role from a user. Idempotent. Three commands. */
  revoke(role: string, user: string, options?: Once): Promise<void>;

  /** The roles of a user, at most 32, in alphabetical order. One command: cheap enough for every request. */
  rolesOf(user: string): Promise<string[]>;

  /** Whether a user has a role. One command. */
  hasRole(user: string, role: string): Promise<boolean>;

  /** One page of about 50 users who have a role, in no order. One command. @param cursor '0', then `next` */
  usersIn(role: string, cursor?: string): Promise<ResultOfRoleMembers>;
}

/**
 * Roles in both directions. One script writes both, and a script is carried out whole: no crash can leave a
 * user with a role that the role does not know of. To derive one direction from the other would cost a scan
 * of all users for every list; the price of keeping both is that they live in one slot of a cluster.
 */
export function createRoles(redis: Redis, { prefix = 'rp' }: { prefix?: string } = {}): Roles {
  const both = (role: string, user: string) => [
    keys.rolesOf({ prefix, user }),
    keys.usersIn({ prefix, role }),
  ];
  const once = (operationId: Once['operationId']) =>
    onceFor(operationId, (id) => keys.roleReceipt({ prefix, id }), receiptMs);
  return {
    async grant(role, user, { operationId } = {}) {
      const args = [role, user, maxRoles];
      const run = { keys: both(role, user), args, ...once(operationId) };
      return (await grantScript.run<number>(redis, run)) === 1;
    },

    async revoke(role, user, { operationId } = {}) {
      const run = { keys: both(role, user), args: [role, user], ...once(operationId) };
      await revokeScript.run(redis, run);
    },

    async rolesOf(user) {
      const roles = await redis.smembers<string[]>(keys.rolesOf({ prefix, user }));
      return roles.sort();
    },

    hasRole: async (user, role) =>
      (await redis.sismember(keys.rolesOf({ prefix, user }), role)) === 1,

    async usersIn(role, cursor = '0') {
      const [next, users] = await redis.sscan(keys.usersIn({ prefix, role }), cursor, {
        count: 50,
      });
      return { users: [...new Set(users.map(String))], next: next === '0' ? null : next };
    },
  };
}
