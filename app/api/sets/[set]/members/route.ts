import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createSets } from '@/lib/patterns/sets';
import { addMembers, checkMembers } from '@/lib/patterns/sets/contract';

export const GET = handle(checkMembers, async ({ redis, params, query: { are } }) => {
  const found = await createSets(redis).hasMany(params.set, are);
  return { members: are.map((member, index) => ({ member, isMember: found[index] === true })) };
});

export const POST = handle(addMembers, ({ redis, params, body, once }) =>
  createSets(redis).add(params.set, body.members, once),
);

export const OPTIONS = preflight([checkMembers, addMembers]);
