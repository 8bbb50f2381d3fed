import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { readMember, removeMember } from '@/lib/patterns/leaderboard/contract-members';
import { leaderboardOf } from '../../../shared';

export const GET = handle(readMember, async ({ redis, params: { board, member }, query }) => ({
  rows: await leaderboardOf(redis, board).around(member, query.around, query.period),
}));

export const DELETE = handle(removeMember, async ({ redis, params: { board, member }, once }) => {
  await leaderboardOf(redis, board).remove(member, once);
  return { member };
});

export const OPTIONS = preflight([readMember, removeMember]);
