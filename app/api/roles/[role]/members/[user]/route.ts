import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createRoles } from '@/lib/patterns/sets';
import { grantRole, revokeRole } from '@/lib/patterns/sets/contract-roles';

export const PUT = handle(grantRole, async ({ redis, params: { role, user }, once }) => ({
  role,
  user,
  granted: await createRoles(redis).grant(role, user, once),
}));

export const DELETE = handle(revokeRole, async ({ redis, params: { role, user }, once }) => {
  await createRoles(redis).revoke(role, user, once);
  return { role, user, granted: false as const };
});

export const OPTIONS = preflight([grantRole, revokeRole]);
