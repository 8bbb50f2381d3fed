import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { searchMembers } from '@/lib/patterns/leaderboard/contract-members';
import { leaderboardOf } from '../../shared';

export const GET = handle(searchMembers, async ({ redis, params, query }) =>
  leaderboardOf(redis, params.board).search(query.prefix, query.period),
);

export const OPTIONS = preflight([searchMembers]);
