import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { readLeaderboard } from '@/lib/patterns/leaderboard/contract';
import { leaderboardOf } from '../shared';

export const GET = handle(readLeaderboard, async ({ redis, params, query }) =>
  leaderboardOf(redis, params.board).page(query.period, query.offset, query.limit),
);

export const OPTIONS = preflight([readLeaderboard]);
