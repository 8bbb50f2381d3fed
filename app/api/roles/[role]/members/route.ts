import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createRoles } from '@/lib/patterns/sets';
import { readRoleMembers } from '@/lib/patterns/sets/contract-roles';

export const GET = handle(readRoleMembers, ({ redis, params, query }) =>
  createRoles(redis).usersIn(params.role, query.cursor),
);

export const OPTIONS = preflight([readRoleMembers]);
