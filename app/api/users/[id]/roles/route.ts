import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createRoles } from '@/lib/patterns/sets';
import { readUserRoles } from '@/lib/patterns/sets/contract-roles';

export const GET = handle(readUserRoles, async ({ redis, params }) => ({
  roles: await createRoles(redis).rolesOf(params.id),
}));

export const OPTIONS = preflight([readUserRoles]);
