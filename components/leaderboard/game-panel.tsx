'use client';

import { Play, Square } from 'lucide-react';
import { Button } from '../ui/button';
import { count, plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { useMe } from './player';
import { useGame, type Game, type Result } from './use-game';
import { useBoard } from './view-state';

const periodNames = { all: 'all time', week: 'this week', day: 'today' };
const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;

/** A game of five seconds, for the keyboard as well as for a pointer. */
export function GamePanel({ onCounted }: { onCounted(): void }) {
  const [board] = useBoard();
  const me = useMe();
  const { game, press } = useGame(board, onCounted);
  const isBusy = game.phase === 'starting' || game.phase === 'counting';
  const isRunning = game.phase === 'running';
  return (
    <Panel
      id="game"
      title="Stop at five seconds"
      description={me === undefined ? 'no account needed' : `you play as ${me}`}
      className="h-full"
    >
      <div className="flex flex-col gap-3">
        <p className="text-pretty text-xs text-ink-2">
          Start, count to five in your head, and stop. A hit is 1,000 points; each millisecond off
          costs one.
        </p>
        <Button
          look={isRunning ? 'plain' : 'primary'}
          // The button stays and keeps the focus: one key plays the whole game.
          aria-disabled={isBusy}
          onClick={press}
          className="h-14 w-full text-base"
        >
          {isRunning ? <Square aria-hidden /> : <Play aria-hidden />}
          {names[game.phase]}
        </Button>
        <Track isRunning={isRunning} />
        <div className="min-h-24 text-xs" aria-live="off">
          <Told game={game} />
        </div>
      </div>
    </Panel>
  );
}

const names: Record<Game['phase'], string> = {
  ready: 'Start',
  starting: 'Starting…',
  running: 'Stop',
  counting: 'Counting…',
  over: 'Play again',
};

/** Fills for the first two seconds and leaves the rest to the player; stands still for who asked for less motion. */
function Track({ isRunning }: { isRunning: boolean }) {
  return (
    <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-hover">
      <div
        className="h-full rounded-full bg-accent motion-reduce:hidden"
        style={{
          width: isRunning ? '40%' : 0,
          transition: isRunning ? 'width 2s linear' : 'none',
        }}
      />
    </div>
  );
}

function Told({ game }: { game: Game }) {
  switch (game.phase) {
    case 'ready':
      return (
        <p className="text-ink-3">
          The server times the run too: a score that its run was too short for is refused.
        </p>
      );
    case 'starting':
      return null;
    case 'running':
      return <p className="text-ink-2">Counting. Press again at five seconds.</p>;
    default:
      return <Outcome result={game.result} />;
  }
}

function Outcome({ result: { stoppedAtMs, points, counted } }: { result: Result }) {
  return (
    <div className="flex flex-col gap-2">
      <p>
        <span className="text-lg font-medium">{plural(points, 'point')}</span>
        <span className="text-ink-2">
          {' '}
          {points > 0
            ? `stopped at ${seconds(stoppedAtMs)}`
            : `stopped at ${seconds(stoppedAtMs)}: more than a second off counts nothing`}
        </span>
      </p>
      {counted && (
        <ul aria-label="Your ranks" className="flex flex-col gap-0.5 text-ink-2">
          {counted.boards.map(({ period, rank, previousRank, score, improved }) => (
            <li key={period}>
              <span className="inline-block w-20 text-ink-3">{periodNames[period]}</span>
              {rank === null ? 'no room' : `rank ${count(rank)}`} with {count(score)}
              {previousRank !== null && rank !== null && rank < previousRank && (
                <span className="text-good"> up from {count(previousRank)}</span>
              )}
              {!improved && ', no better than before'}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
