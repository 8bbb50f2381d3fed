import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { listLeaderboards } from '@/lib/patterns/leaderboard/contract';
import { boards } from '@/lib/patterns/leaderboard/contract-boards';

export const GET = handle(listLeaderboards, async () => ({ boards: [...boards] }));

export const OPTIONS = preflight([listLeaderboards]);
