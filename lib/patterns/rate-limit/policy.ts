import type { Algorithm } from './contract';
import { algorithms, maxLimit, maxWindowMs } from './contract-schemas';

/** So many calls in so long. */
export interface Limit {
  /**
   * `fixed-window`: per window from the first call on; up to twice the limit around the edge of two windows.
   * `sliding-log`: in every window, exactly; remembers each call (24 bytes).
   * `token-bucket`: `burst` at once, then `limit` per window evenly; so at most `burst + limit` in any window.
   */
  algorithm: Algorithm;
  /** Calls (of cost 1) in a window: 1 to 1 000 000, for a sliding log to 10 000. */
  limit: number;
  /** 1 ms to 31 days. */
  windowMs: number;
  /** What a token bucket holds: 1 to 1 000 000, `limit` unless told. */
  burst?: number;
}

/** A name for limits that are checked together. */
export interface Policy {
  /** Lower-case letters, digits and hyphens. It is part of keys: under a new name everyone begins anew. */
  name: string;
  description?: string;
  /** 1 to 4, no two of one algorithm and window. */
  limits: readonly Limit[];
  /** What a check answers while Redis cannot be asked: let all through, or none. */
  onRedisDown: 'allow' | 'refuse';
}

/** By what a limit is known inside a record, so that a limit that is raised keeps its state. */
export function nameOf({ algorithm, windowMs }: Limit): string {
  return `${algorithm}:${windowMs}`;
}

/** The largest limit of an algorithm, in a policy or an override: a sliding log keeps an entry for each call. */
export function mostOf(algorithm: Limit['algorithm'] | undefined): number {
  return algorithm === 'sliding-log' ? maxLimit / 100 : maxLimit;
}

/** Why a policy cannot be kept, in words that go on from its name; undefined where it can. */
export function faultOf({ name, limits }: Policy): string | undefined {
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(name)) return 'has a name with other than a-z, 0-9 and -';
  if (limits.length < 1 || limits.length > 4) return 'has not 1 to 4 limits';
  if (new Set(limits.map(nameOf)).size < limits.length)
    return 'has two limits of one algorithm and window';
  for (const { algorithm, limit, windowMs, burst = limit } of limits) {
    if (!algorithms.includes(algorithm)) return `has an unknown algorithm, ${algorithm}`;
    const most = mostOf(algorithm);
    if (!isWhole(limit, most) || !isWhole(burst, maxLimit))
      return `has a limit not in 1 to ${most}`;
    if (!isWhole(windowMs, maxWindowMs)) return 'has a window not in 1 ms to 31 days';
  }
  return undefined;
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
