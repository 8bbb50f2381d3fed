import { z } from 'zod';
import { defineOperation, type ResultOf, isCursor } from '../../contract';
import { roleName, userId } from './contract-names';

/** The most roles of one user, so that they are always read whole. */
export const maxRoles = 32;

const grantParams = z.strictObject({ role: roleName, user: userId });

export const readRoleMembers = defineOperation({
  method: 'GET',
  path: '/api/roles/{role}/members',
  summary: 'One page of the users who have a role, in no order',
  tier: 'admin',
  policy: 'read',
  params: z.strictObject({ role: roleName }),
  query: z.strictObject({
    cursor: z
      .string()
      .regex(/^\d{1,20}$/, 'The `next` of the page before')
      .refine(isCursor, 'The `next` of the page before')
      .default('0'),
  }),
  result: z.strictObject({
    users: z.array(z.string()),
    next: z.string().nullable().describe('The cursor of the next page; null after the last'),
  }),
  cost: [{ of: 'a page', roundTrips: 1, commands: 1 }],
});

export const grantRole = defineOperation({
  method: 'PUT',
  path: '/api/roles/{role}/members/{user}',
  summary: 'Give a user a role',
  tier: 'admin',
  policy: 'write',
  params: grantParams,
  result: z.strictObject({
    role: z.string(),
    user: z.string(),
    granted: z.boolean().describe(`False where the user has ${maxRoles} roles already`),
  }),
  cost: [{ of: 'a grant', roundTrips: 1, commands: 4 }],
});

export const revokeRole = defineOperation({
  method: 'DELETE',
  path: '/api/roles/{role}/members/{user}',
  summary: 'Take a role from a user',
  tier: 'admin',
  policy: 'write',
  params: grantParams,
  result: z.strictObject({ role: z.string(), user: z.string(), granted: z.literal(false) }),
  cost: [{ of: 'a revocation', roundTrips: 1, commands: 3 }],
});

export const readUserRoles = defineOperation({
  method: 'GET',
  path: '/api/users/{id}/roles',
  summary: 'The roles of a user',
  tier: 'user',
  self: 'id',
  policy: 'read',
  params: z.strictObject({ id: userId }),
  result: z.strictObject({ roles: z.array(z.string()).describe('In alphabetical order') }),
  cost: [{ of: 'a read', roundTrips: 1, commands: 1 }],
});

export const rolesContract = { readRoleMembers, grantRole, revokeRole, readUserRoles };

export type ResultOfRoleMembers = ResultOf<typeof readRoleMembers>;
