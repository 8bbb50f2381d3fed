import type { Reading } from '../cache';

/** How an answer came about, in the parameters of RFC 9211. `hit` and `fwd` are never there together. */
export interface Course {
  hit?: boolean;
  /** Why the origin was asked. */
  fwd?: 'bypass' | 'method' | 'miss' | 'request' | 'stale';
  fwdStatus?: number | undefined;
  stored?: boolean;
  /** Shared with others who asked at that moment. */
  collapsed?: boolean;
  /** For how many seconds it stays fresh; negative since when it is not. */
  ttl?: number;
  detail?: string | undefined;
}

/** @param cache a token: the cache's name */
export function formatCourse(cache: string, course: Course): string {
  const { hit, fwd, fwdStatus, stored, collapsed, ttl, detail } = course;
  return [
    cache,
    hit && 'hit',
    fwd && `fwd=${fwd}`,
    fwdStatus !== undefined && `fwd-status=${fwdStatus}`,
    stored && 'stored',
    collapsed && 'collapsed',
    ttl !== undefined && `ttl=${ttl}`,
    // A reason may begin with a digit or hold what no token does.
    detail !== undefined && `detail=${/^[a-z*][\w.:*-]*$/i.test(detail) ? detail : `"${detail}"`}`,
  ]
    .filter(Boolean)
    .join('; ');
}

type Read = Omit<Reading<unknown>, 'value'>;

/**
 * What a reading of the cache says of an answer.
 *
 * @param ttl seconds for which it stays fresh
 * @param fwdStatus what the origin answered to this request, where it was asked
 */
export function courseOf(
  { status, reason, stored }: Read,
  ttl: number,
  fwdStatus?: number,
): Course {
  const past = { ttl: Math.min(ttl, 0), detail: reason };
  switch (status) {
    case 'hit':
    case 'negative':
      return { hit: true, ttl };
    case 'stale':
      return { hit: true, ...past };
    case 'stale-if-error':
      // Only who found out that the origin is down has asked it.
      return reason === 'load_failed'
        ? { fwd: 'stale', fwdStatus, ...past }
        : { hit: true, ...past };
    case 'miss': {
      const fwd = reason === 'expired' ? 'stale' : 'miss';
      const detail = stored === 'stored' ? reason : (stored ?? reason);
      return { fwd, fwdStatus, stored: stored === 'stored', ttl, detail };
    }
    case 'waited':
      return { fwd: 'miss', collapsed: true, ttl, detail: reason };
    case 'bypass':
      return { fwd: 'bypass', fwdStatus, detail: reason };
  }
}
