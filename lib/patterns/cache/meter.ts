import type { Redis } from '@upstash/redis';
import { createBatchWriter, type BatchWriter } from '../../redis/batch-writer';
import { createScript } from '../../redis/script';
import { keys, resolutions } from './keys';
import { addTo, type Sketch } from './latency';
import meterSource from './meter.lua' with { type: 'text' };
import type { Reading } from './reading';

const meterScript = createScript(meterSource);

const shape = JSON.stringify(
  Object.entries(resolutions).map(([name, { bucketMs, block, keepMs }]) => [
    name,
    bucketMs / 1000,
    block,
    keepMs / 1000,
  ]),
);

/** The most caches that the charts tell apart; further ones are not in them. */
const maxCaches = 32;

/** What one cache did. */
export interface Sums {
  hits: number;
  negatives: number;
  stale: number;
  waited: number;
  misses: number;
  staleIfError: number;
  bypassed: number;
  failures: number;
  /** Loads in the background of a stale answer. */
  refreshes: number;
  savedMs: number;
  /** Of all hits together. */
  ageMs: number;
  hitMs: Sketch;
  missMs: Sketch;
}

/**
 * Counts reads in this process and adds them up in Redis once a minute, sooner where many come, so that charts cost
 * less than the reads that they tell of. A process that dies takes up to a minute of its charts along.
 */
export interface Meter extends Pick<BatchWriter<Batch>, 'flush' | 'flushIfDue'> {
  note(cache: string, reading: Reading<unknown>): void;
  /** A read that ended with an error. */
  noteFailure(cache: string): void;
}

interface MeterOptions {
  prefix?: string;
  /** How long a batch is gathered, in milliseconds; 0 leaves it to `flush`. A minute unless told. */
  everyMs?: number;
  /** Told of a write that failed by itself; it is tried again. */
  onError?(error: unknown): void;
}

type Batch = Map<string, Sums>;

/** @param redis called at each write; a client that does not belong to a request */
export function createMeter(
  redis: () => Redis,
  { prefix = 'rp', everyMs, onError = console.error }: MeterOptions = {},
): Meter {
  const { note, flush, flushIfDue } = createBatchWriter<Batch>({
    empty: () => new Map(),
    everyMs,
    onError,
    write: (batch, operationId) =>
      meterScript.run(redis(), {
        keys: [keys.meterBase({ prefix })],
        args: [JSON.stringify(Object.fromEntries(batch)), shape, maxCaches],
        once: {
          operationId,
          receipt: keys.receipt({ prefix, id: operationId.id }),
          ttlMs: keys.receipt.expiry.withinMs ?? 0,
        },
      }),
  });
  const add = (cache: string, change: (sums: Sums) => void) =>
    note((batch) => {
      let sums = batch.get(cache);
      if (!sums) batch.set(cache, (sums = emptySums()));
      change(sums);
    });

  return {
    note: (cache, reading) => add(cache, (sums) => count(sums, reading)),
    noteFailure: (cache) => add(cache, (sums) => (sums.failures += 1)),
    flush,
    flushIfDue,
  };
}

const counted = {
  hit: 'hits',
  negative: 'negatives',
  stale: 'stale',
  waited: 'waited',
  miss: 'misses',
  'stale-if-error': 'staleIfError',
  bypass: 'bypassed',
} as const satisfies Record<Reading<unknown>['status'], keyof Sums>;

function count(sums: Sums, { status, reason, tookMs, savedMs, ageMs }: Reading<unknown>): void {
  sums[counted[status]] += 1;
  if (reason === 'refresh_started') sums.refreshes += 1;
  if (savedMs !== undefined) sums.savedMs += Math.round(savedMs);
  if (status === 'hit') sums.ageMs += ageMs;
  if (status === 'hit' || status === 'negative') addTo(sums.hitMs, tookMs);
  if (status === 'miss') addTo(sums.missMs, tookMs);
}

export function emptySums(): Sums {
  return {
    hits: 0,
    negatives: 0,
    stale: 0,
    waited: 0,
    misses: 0,
    staleIfError: 0,
    bypassed: 0,
    failures: 0,
    refreshes: 0,
    savedMs: 0,
    ageMs: 0,
    hitMs: {},
    missMs: {},
  };
}
