import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { readDistribution } from '@/lib/patterns/leaderboard/contract';
import { leaderboardOf } from '../../shared';

export const GET = handle(readDistribution, async ({ redis, params, query }) =>
  leaderboardOf(redis, params.board).distribution(query.period),
);

export const OPTIONS = preflight([readDistribution]);
