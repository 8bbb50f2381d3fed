import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createSets } from '@/lib/patterns/sets';
import { addMember, readMember, removeMember } from '@/lib/patterns/sets/contract';

export const GET = handle(readMember, async ({ redis, params: { set, member } }) => ({
  member,
  isMember: await createSets(redis).has(set, member),
}));

export const PUT = handle(addMember, ({ redis, params: { set, member }, once }) =>
  createSets(redis).add(set, [member], once),
);

export const DELETE = handle(removeMember, async ({ redis, params: { set, member }, once }) => {
  await createSets(redis).remove(set, [member], once);
  return { member, isMember: false as const };
});

export const OPTIONS = preflight([readMember, addMember, removeMember]);
