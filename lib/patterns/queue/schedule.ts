import type { State } from './contract';

/** The width of a band of scores; common.lua tells what they are. */
const band = 2 ** 42;

/** Where the jobs of a state stand in the schedule: from the first score to the second, which is the next band's. */
export const places: Readonly<Record<State, readonly [from: number, to: number]>> = {
  waiting: [0, 10 * band],
  delayed: [10 * band, 11 * band],
  active: [11 * band, 12 * band],
  done: [12 * band, 13 * band],
  dead: [13 * band, 14 * band],
};

/** The state that a score stands for, and the moment in it; of a waiting job the moment means nothing. */
export function placeOf(score: number): { state: State; at: number } {
  for (const [state, [from, to]] of Object.entries(places))
    if (score < to) return { state: state as State, at: score - from };
  throw new RangeError(`No job has the score ${score}`);
}
