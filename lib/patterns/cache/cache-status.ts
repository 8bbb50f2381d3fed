import type { Reading } from './reading';

/** How a reading reached its value, in the words of RFC 9211. */
const parameters: Record<Reading<unknown>['status'], string> = {
  hit: 'hit',
  negative: 'hit',
  stale: 'hit',
  miss: 'fwd=miss',
  waited: 'fwd=miss; collapsed',
  'stale-if-error': 'fwd=stale',
  bypass: 'fwd=bypass',
};

/**
 * The header `Cache-Status` (RFC 9211) for a reading: whether it was a hit, why not, whether it was stored and for how
 * many seconds it stays fresh.
 *
 * @param cache a token: the cache's name
 */
export function cacheStatus(cache: string, reading: Omit<Reading<unknown>, 'value'>): string {
  const { status, reason, stored, expiresInMs } = reading;
  const ttl = reading.expiresInMs > 0 ? `; ttl=${Math.floor(expiresInMs / 1_000)}` : '';
  // Only who found out that the load fails has asked for it.
  const nobodyAsked = status === 'stale-if-error' && reason !== 'load_failed';
  const course = nobodyAsked ? 'hit' : parameters[status];
  return `${cache}; ${course}${stored === 'stored' ? '; stored' : ''}${ttl}; detail=${reason}`;
}
