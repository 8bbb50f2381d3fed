import type { Sweep, SweepRequest } from './contract-sweeps';

/** What the steps of a sweep move. Every figure is of the whole sweep, so noting one twice changes nothing. */
export interface Progress {
  /** SCAN's cursor: '' before the first page, '0' after the last. */
  cursor: string;
  /** The server whose cursor it is; '' before the first page, and where it does not say. */
  node: string;
  /** How often the scan began anew, on another server. */
  restarts: number;
  examined: number;
  total: number;
  matched: number;
  acted: number;
  skipped: number;
  unconfirmed: number;
  unreadable: number;
  errors: number;
  /** Keys of the page that was sent and not yet answered. */
  pending: number;
  /** JSON of the first names, as a text: Lua cannot tell an empty list from an empty object. */
  sample: string;
  steps: number;
  workedMs: number;
}

/** A sweep as Redis holds it. */
export interface SweepRecord
  extends Progress, Omit<SweepRequest, 'dryRunId'>, Pick<Sweep, 'id' | 'status' | 'createdAt'> {
  /** Whose it is; only they may touch it. */
  owner: string;
  /** Leases given so far; the last is the one that counts. */
  fence: number;
  lease?: { token: string; ends: number };
}

export const noProgress: Progress = {
  cursor: '',
  node: '',
  restarts: 0,
  examined: 0,
  total: 0,
  matched: 0,
  acted: 0,
  skipped: 0,
  unconfirmed: 0,
  unreadable: 0,
  errors: 0,
  pending: 0,
  sample: '[]',
  steps: 0,
  workedMs: 0,
};

/** Just the part of a record that steps move. */
export function progressOf(record: SweepRecord): Progress {
  const names = Object.keys(noProgress) as (keyof Progress)[];
  // A record from before one of these was known lacks it.
  return Object.fromEntries(
    names.map((name) => [name, record[name] ?? noProgress[name]]),
  ) as unknown as Progress;
}

/** What a caller is shown of a record. */
export function toSweep(record: SweepRecord): Sweep {
  const { id, match, type, action, ttlMs, dryRun, status, createdAt, lease } = record;
  const { examined, total, matched, acted, skipped, unconfirmed, unreadable, errors } = record;
  return {
    id,
    match,
    ...(type && { type }),
    action,
    ...(ttlMs !== undefined && { ttlMs }),
    dryRun,
    status,
    heldUntil: lease?.ends ?? null,
    examined,
    total,
    matched,
    acted,
    skipped,
    unconfirmed,
    unreadable,
    errors,
    restarts: record.restarts ?? 0,
    sample: JSON.parse(record.sample) as string[],
    steps: record.steps,
    workedMs: record.workedMs,
    createdAt,
  };
}

/** Names kept to show what a sweep finds, and the longest that is kept. */
const sampled = { names: 20, chars: 512 };

/** A sample with the first of these names that fit. */
export function withSample(text: string, names: readonly string[]): string {
  const kept = JSON.parse(text) as string[];
  if (kept.length >= sampled.names) return text;
  const fit = names.filter((name) => name.length <= sampled.chars);
  return JSON.stringify([...kept, ...fit].slice(0, sampled.names));
}
