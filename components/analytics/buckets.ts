import { time } from '../ui/format';
import type { Range } from './api';

const day = 86_400_000;

/** Names a bucket by its size: a minute or an hour by the reader's clock, a day by that of UTC. */
export function bucketLabel(bucketMs: number): (at: number) => string {
  return (at) => time(at, bucketMs >= day ? 'day' : 'minute');
}

/** A range in words. */
export const rangeNames: Record<Range, string> = {
  '30m': 'last 30 minutes',
  '24h': 'last 24 hours',
  '30d': 'last 30 days',
};

/**
 * Where a click on a bucket leads: from a day to its hours, from an hour to its minutes.
 *
 * @returns undefined where there is nothing finer, or it is no longer kept
 */
export function zoomInto(
  at: number,
  bucketMs: number,
  now: number,
): { range: Range; at: number } | undefined {
  if (bucketMs === day) return { range: '30d', at };
  if (bucketMs === 3_600_000 && at > now - day) return { range: '24h', at };
  return undefined;
}

/** The length of a window: of a range, or of the one bucket of it that is zoomed into. */
export function spanLabel(range: Range, zoomed: boolean): string {
  if (zoomed) return range === '30d' ? 'one day' : 'one hour';
  return { '30m': '30 min', '24h': '24 h', '30d': '30 d' }[range];
}
