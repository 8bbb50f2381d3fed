'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { startRun, submitScore, type Started, type Submitted } from './api';
import { guestKey, rememberGuest } from './player';

/** What became of a game. */
export interface Result {
  stoppedAtMs: number;
  points: number;
  /** Absent where there was nothing to count, or it could not be. */
  counted?: Submitted;
}

export type Game =
  | { phase: 'ready' }
  | { phase: 'starting' }
  | { phase: 'running'; run: Started; startedAt: number }
  | { phase: 'counting'; result: Result }
  | { phase: 'over'; result: Result };

/** How long after its target a game goes on that nobody stops. */
const patienceMs = 3_000;

/**
 * A game: stop after just so many seconds. The server starts the run and takes its score; what is measured here, it
 * can only check for being possible.
 *
 * @param onCounted told when a score stands
 * @returns the state, and what pressing the one button does
 */
export function useGame(board: string, onCounted: () => void) {
  const act = useAction();
  const [game, setGame] = useState<Game>({ phase: 'ready' });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const stop = useCallback(
    async ({ run, member, game: rules }: Started, startedAt: number) => {
      clearTimeout(timer.current);
      const stoppedAtMs = Math.round(performance.now() - startedAt);
      const points = Math.max(0, rules.maxPoints - Math.abs(stoppedAtMs - rules.targetMs));
      const result: Result = { stoppedAtMs, points };
      if (points === 0) return setGame({ phase: 'over', result });
      setGame({ phase: 'counting', result });
      const counted = await act(
        submitScore,
        { params: { board }, body: { run, score: points } },
        { label: 'Score', failed: 'The score was not counted' },
      );
      setGame({ phase: 'over', result: { ...result, ...(counted && { counted }) } });
      if (!counted) return;
      rememberGuest(member);
      const rank = counted.boards.find(({ period }) => period === 'all')?.rank;
      announce(`${points} points, rank ${rank ?? 'none'} of all time`);
      onCounted();
    },
    [act, board, onCounted],
  );

  const start = useCallback(async () => {
    setGame({ phase: 'starting' });
    const run = await act(
      startRun,
      { params: { board }, body: { guestKey: guestKey() } },
      { label: 'Start of a game', failed: 'No game was started' },
    );
    if (!run) return setGame({ phase: 'ready' });
    const startedAt = performance.now();
    setGame({ phase: 'running', run, startedAt });
    timer.current = setTimeout(() => void stop(run, startedAt), run.game.targetMs + patienceMs);
  }, [act, board, stop]);

  const press = useCallback(() => {
    if (game.phase === 'running') void stop(game.run, game.startedAt);
    else if (game.phase === 'ready' || game.phase === 'over') void start();
  }, [game, start, stop]);

  return { game, press };
}
