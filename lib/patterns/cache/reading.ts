import type { Entry } from './entry';
import type { Stored } from './load';
import type { Codec } from './options';
import type { Found, Status } from './read';

/** A value with why it was served as it was. */
export interface Reading<T> {
  /** A copy of its own for every reader, always as the codec gives it; `undefined` where there is none. */
  value: T | undefined;
  /**
   * `hit`: stored and fresh. `negative`: that there is none was stored. `stale`: old, and being refreshed. `miss`: this
   * reader loaded it. `waited`: another did. `stale-if-error`: old, because it cannot be loaded. `bypass`: loaded past
   * the cache.
   */
  status: Status;
  /** Why, in one word. */
  reason: string;
  /** What became of the value that this reader loaded. */
  stored?: Stored;
  /** How long ago it was stored, by the clock of this process; 0 for one that was just loaded. */
  ageMs: number;
  /** For how long it stays fresh; 0 where it is not. */
  expiresInMs: number;
  /** How long the load took that made it. */
  loadMs?: number;
  /** The time that this reader did not spend on loading. */
  savedMs?: number;
  tookMs: number;
}

/** Decodes what was found, and reckons its times. */
export function toReading<T>(found: Found, codec: Codec, tookMs: number): Reading<T> {
  const { status, reason, text, entry, stored } = found;
  const loadMs = entry?.loadMs ?? found.loadMs;
  const { ageMs, expiresInMs } = entry
    ? timesOf(entry, status)
    : {
        ageMs: 0,
        expiresInMs: stored === 'stored' || status === 'waited' ? (found.ttlMs ?? 0) : 0,
      };
  const avoided = status === 'hit' || status === 'negative' || status === 'stale';
  return {
    value: text === undefined ? undefined : (codec.decode(text) as T),
    status,
    reason,
    ...(stored !== undefined && status === 'miss' && { stored }),
    ageMs,
    expiresInMs,
    ...(loadMs !== undefined && { loadMs }),
    ...(avoided && loadMs !== undefined && { savedMs: Math.max(0, loadMs - tookMs) }),
    tookMs,
  };
}

/** What Redis calls fresh is: a clock that goes wrong here may not say otherwise. */
function timesOf({ at, ttlMs }: Entry, status: Status) {
  const age = Math.max(0, Date.now() - at);
  const fresh = status === 'hit' || status === 'negative' || status === 'waited';
  const ageMs = fresh ? Math.min(age, ttlMs) : Math.max(age, ttlMs);
  return { ageMs, expiresInMs: ttlMs - Math.min(ageMs, ttlMs) };
}
