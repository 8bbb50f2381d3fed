/** How often a page asks: by itself ("auto"), every so many milliseconds, or not at all. */
export const intervals = ['auto', '2000', '5000', '10000', '30000', 'off'] as const;
export type Interval = (typeof intervals)[number];

/**
 * "auto": a page that nobody has touched for `afterMs` asks every `everyMs` only. The last steps keep a tab
 * forgotten for a month below a tenth of a free plan, at up to 120 commands a refresh.
 */
export const autoSteps = [
  { afterMs: 0, everyMs: 5_000 },
  { afterMs: 60_000, everyMs: 30_000 },
  { afterMs: 600_000, everyMs: 300_000 },
  { afterMs: 3_600_000, everyMs: 3_600_000 },
  { afterMs: 10_800_000, everyMs: 7_200_000 },
] as const;

/**
 * Milliseconds between two polls; 0 for none.
 *
 * @param idleStep index in `autoSteps`, by how long the page has been left alone
 * @param whileIdle false for what nobody needs while nobody looks
 */
export function pollEvery(interval: Interval, idleStep: number, whileIdle = true): number {
  if (interval === 'off') return 0;
  if (interval !== 'auto') return Number(interval);
  if (idleStep > 0 && !whileIdle) return 0;
  return (autoSteps[idleStep] ?? autoSteps[autoSteps.length - 1]!).everyMs;
}

/** Polls of a tab in view that is opened and then left alone for `ms`. */
export function pollsWithin(ms: number, interval: Interval, whileIdle = true): number {
  return autoSteps.reduce((polls, step, index) => {
    const until = Math.min(ms, autoSteps[index + 1]?.afterMs ?? Infinity);
    const every = pollEvery(interval, index, whileIdle);
    return every > 0 && until > step.afterMs ? polls + (until - step.afterMs) / every : polls;
  }, 0);
}
