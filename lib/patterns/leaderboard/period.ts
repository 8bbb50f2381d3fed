import type { Period } from './contract-boards';
import { keys } from './keys';

const dayMs = 24 * 60 * 60_000;

/** The day of UTC that holds a time, as days since 1 January 1970. */
export function dayOf(at: number): number {
  return Math.floor(at / dayMs);
}

/** The ISO week, from Monday 00:00 UTC, that holds a time. Day 0 was a Thursday, so week 0 began three days before it. */
export function weekOf(at: number): number {
  return Math.floor((dayOf(at) + 3) / 7);
}

/** The key of a period's board at a time. */
export function keyOf(period: Period, tag: { prefix: string; board: string }, at: number): string {
  switch (period) {
    case 'all':
      return keys.all(tag);
    case 'week':
      return keys.week({ ...tag, week: weekOf(at) });
    case 'last-week':
      return keys.week({ ...tag, week: weekOf(at) - 1 });
    case 'day':
      return keys.day({ ...tag, day: dayOf(at) });
    case 'yesterday':
      return keys.day({ ...tag, day: dayOf(at) - 1 });
  }
}

/** When a period begins and ends, in epoch milliseconds; all of time does neither. */
export function spanOf(period: Period, at: number): { from: number; to: number } | null {
  const back = period === 'yesterday' || period === 'last-week' ? 1 : 0;
  if (period === 'all') return null;
  if (period === 'day' || period === 'yesterday') {
    const from = (dayOf(at) - back) * dayMs;
    return { from, to: from + dayMs };
  }
  const from = ((weekOf(at) - back) * 7 - 3) * dayMs;
  return { from, to: from + 7 * dayMs };
}
