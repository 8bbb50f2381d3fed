import type { Redis } from '@upstash/redis';
import { CodedError } from '@/lib/errors';
import { createLeaderboard } from '@/lib/patterns/leaderboard';
import { boards, type Board } from '@/lib/patterns/leaderboard/contract-boards';

/** Anybody may play here, under a name that costs nothing: so a board, its weeks, days and names hold 16 MB at the most. */
const maxMembers = 20_000;

/** @throws CodedError `not_found` for a board that this deployment does not have */
export function boardOf(name: string): Board {
  const board = boards.find((candidate) => candidate.name === name);
  if (!board)
    throw new CodedError(
      'not_found',
      `There is no board "${name}". GET /api/leaderboards lists them.`,
    );
  return board;
}

export function leaderboardOf(redis: Redis, name: string) {
  const { mode } = boardOf(name);
  return createLeaderboard(redis, { board: name, mode, maxMembers });
}
