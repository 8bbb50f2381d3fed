import {
  createLeaderboard,
  type LeaderboardOptions,
  type Outcome,
} from '@/lib/patterns/leaderboard';
import type { Mode } from '@/lib/patterns/leaderboard/contract-boards';
import { freshPrefixes, testRedis } from './redis';

/** Makes boards called `game`, each below a prefix of its own. */
export function freshBoards() {
  const { redis } = testRedis();
  const freshPrefix = freshPrefixes();
  return (mode: Mode = 'best', options: Partial<LeaderboardOptions> = {}) => {
    const prefix = freshPrefix();
    const board = createLeaderboard(redis, { prefix, board: 'game', mode, ...options });
    return { prefix, board };
  };
}

/** What a score did to the board of all time. */
export function allTime(outcome: Outcome) {
  if (!outcome.applied) throw new Error(`Refused: ${outcome.refused}`);
  return outcome.boards[0]!;
}
