import { milliseconds } from '../ui/format';
import type { CacheReading } from './api';

type Status = CacheReading['status'];

interface Look {
  label: string;
  /** One letter, so that colour alone says nothing. */
  letter: string;
  tone: 'good' | 'warn' | 'bad' | 'accent' | 'plain';
}

export const looks: Record<Status, Look> = {
  hit: { label: 'hit', letter: 'H', tone: 'good' },
  negative: { label: 'hit: there is none', letter: 'N', tone: 'good' },
  stale: { label: 'stale', letter: 'S', tone: 'warn' },
  miss: { label: 'miss', letter: 'M', tone: 'accent' },
  waited: { label: 'waited', letter: 'W', tone: 'plain' },
  'stale-if-error': { label: 'stale, origin down', letter: 'E', tone: 'bad' },
  bypass: { label: 'bypass', letter: 'B', tone: 'bad' },
};

const reasons: Record<string, string> = {
  fresh: 'It is stored, and none of its tags has moved since.',
  absent: 'Nothing is stored under this key: it was never read, or its time is over.',
  expired: 'What is stored is past its stale time, and good only while the origin is down.',
  invalidated: 'A tag of what is stored has moved: a profile was changed, or someone purged it.',
  refresh_started: 'Its time is over: it is served once more, and this read had it loaded anew.',
  refreshing: 'Its time is over, and another read is having it loaded anew.',
  loaded_here: 'Another read of this server was loading it: this one waited and shared.',
  loaded_elsewhere: 'Another server was loading it: this one waited until it was stored.',
  load_failed: 'Loading it failed just now; what is stored is still within its grace.',
  failed_lately: 'Loading it failed a moment ago, so nobody tries again yet.',
  waited_too_long: 'Another load of it takes too long; what is stored is within its grace.',
  redis_down: 'Redis cannot be reached, so it was loaded past the cache.',
  too_large: 'It is too large to be stored.',
};

/**
 * Why a read was answered as it was, in a sentence, and what that took.
 *
 * @param own says some reasons as they are of another cache
 */
export function why(cache: CacheReading, own: Readonly<Record<string, string>> = {}): string {
  const { status, reason, loadMs, tookMs } = cache;
  const because = own[reason] ?? reasons[reason] ?? reason;
  if (loadMs === undefined) return because;
  const took = milliseconds(tookMs);
  return status === 'miss'
    ? `${because} Loading took ${milliseconds(loadMs)}.`
    : `${because} This read took ${took}; loading took ${milliseconds(loadMs)}.`;
}
