/** How a new score changes the one that stands: the higher of both, their sum, or the new one. */
export const modes = ['best', 'sum', 'latest'] as const;
export type Mode = (typeof modes)[number];

/** What a board shows: of all time, or of one ISO week or day of UTC. */
export const periods = ['all', 'week', 'day', 'last-week', 'yesterday'] as const;
export type Period = (typeof periods)[number];

/** Scores are whole numbers within ± this: so far a place in the order is exact. */
export const maxScore = 1_000_000_000;

/** What makes a score believable that a browser sends: the run behind it has lasted so long, by the clock of Redis. */
export interface Game {
  /** Milliseconds that the player tries to hit. */
  targetMs: number;
  /** The points of a hit; each millisecond off costs one. */
  maxPoints: number;
  /** The shortest time in which a run can score. */
  minMs: number;
  /** When a run ends by itself. */
  maxMs: number;
}

export interface Board {
  name: string;
  title: string;
  mode: Mode;
  game: Game;
}

const targetMs = 5_000;
const maxPoints = 1_000;
const game: Game = { targetMs, maxPoints, minMs: targetMs - maxPoints, maxMs: 20_000 };

/** The boards of this deployment: one game, once in each mode. */
export const boards: readonly Board[] = [
  { name: 'five-seconds', title: 'Best game', mode: 'best', game },
  { name: 'five-seconds-total', title: 'All games', mode: 'sum', game },
  { name: 'five-seconds-latest', title: 'Latest game', mode: 'latest', game },
];
