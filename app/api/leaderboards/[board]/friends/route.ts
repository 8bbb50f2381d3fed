import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { compareFriends } from '@/lib/patterns/leaderboard/contract-members';
import { leaderboardOf } from '../../shared';

export const GET = handle(compareFriends, async ({ redis, params, query }) =>
  leaderboardOf(redis, params.board).friends(query.members, query.period),
);

export const OPTIONS = preflight([compareFriends]);
