import { maxLifeMs, maxLoadMs } from './keys';

/** For how long a value may be served, in milliseconds: 31 days in all at the most. */
export interface Lifetimes {
  /** It is fresh for so long, less the jitter. */
  ttlMs: number;
  /** Then, for so long, it is served while one process loads it anew. 0 unless told. */
  staleMs?: number;
  /** Then, for so long, it is served only where loading fails. 0 unless told. */
  graceMs?: number;
}

/** How values become text and come back. What it cannot hold, no reader gets: not even who loaded it. */
export interface Codec {
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/** What may be told for all of a cache, or for one call. */
export interface ReadOptions extends Lifetimes {
  /** How long "there is none" (`undefined`) is kept. 0, not at all, unless told. */
  negativeTtlMs?: number;
  /** The share of its time to live by which a value may die early, so that not all do at once. 0.1 unless told. */
  jitter?: number;
  /** A loader that dies is replaced after so long; one that lives renews its lease. 5 000 unless told. */
  leaseMs?: number;
  /** How long a load may take. 30 000 unless told. */
  loadTimeoutMs?: number;
  /** How long a reader waits for a load of another. 10 000 unless told. */
  waitMs?: number;
  /** After a load that failed nobody tries again for so long. 1 000 unless told. */
  errorBackoffMs?: number;
  /** What is not to be stored is loaded by every reader, side by side, for so long. 10 000 unless told. */
  passMs?: number;
  /** The longest encoded value that is stored, in characters. 1 048 576 unless told. */
  maxLength?: number;
}

export type Resolved = Required<ReadOptions>;

/**
 * Fills in what was not told.
 *
 * @throws RangeError for a time that is none or too long
 */
export function resolve(options: ReadOptions, more: Partial<ReadOptions> = {}): Resolved {
  const resolved = {
    ttlMs: more.ttlMs ?? options.ttlMs,
    staleMs: more.staleMs ?? options.staleMs ?? 0,
    graceMs: more.graceMs ?? options.graceMs ?? 0,
    negativeTtlMs: more.negativeTtlMs ?? options.negativeTtlMs ?? 0,
    jitter: more.jitter ?? options.jitter ?? 0.1,
    leaseMs: more.leaseMs ?? options.leaseMs ?? 5_000,
    loadTimeoutMs: more.loadTimeoutMs ?? options.loadTimeoutMs ?? 30_000,
    waitMs: more.waitMs ?? options.waitMs ?? 10_000,
    errorBackoffMs: more.errorBackoffMs ?? options.errorBackoffMs ?? 1_000,
    passMs: more.passMs ?? options.passMs ?? 10_000,
    maxLength: more.maxLength ?? options.maxLength ?? 1_048_576,
  };
  const { ttlMs, staleMs, graceMs } = resolved;
  inRange('ttlMs', ttlMs, 1, maxLifeMs);
  inRange('staleMs', staleMs, 0, maxLifeMs);
  inRange('graceMs', graceMs, 0, maxLifeMs);
  inRange('ttlMs + staleMs + graceMs', ttlMs + staleMs + graceMs, 1, maxLifeMs);
  inRange('negativeTtlMs', resolved.negativeTtlMs, 0, maxLifeMs);
  inRange('jitter', resolved.jitter, 0, 1);
  inRange('leaseMs', resolved.leaseMs, 1, maxLifeMs);
  inRange('loadTimeoutMs', resolved.loadTimeoutMs, 1, maxLoadMs);
  inRange('waitMs', resolved.waitMs, 0, maxLifeMs);
  inRange('errorBackoffMs', resolved.errorBackoffMs, 0, maxLifeMs);
  inRange('passMs', resolved.passMs, 1, maxLifeMs);
  return resolved;
}

function inRange(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most))
    throw new RangeError(`${name} is ${value}; it may be ${least} to ${most}`);
}

export const json: Codec = {
  encode(value) {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) throw new TypeError('This value has no JSON');
    return text;
  },
  decode: (text) => JSON.parse(text) as unknown,
};
