import type { Redis } from '@upstash/redis';
import { newOperationId, type OperationId } from '../../redis/operation-id';
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
 * Counts reads in this process and adds them up in Redis about once a second, so that charts cost a hit nothing. A
 * process that dies takes up to a second of its charts along.
 */
export interface Meter {
  note(cache: string, reading: Reading<unknown>): void;
  /** A read that ended with an error. */
  noteFailure(cache: string): void;
  /**
   * Writes what was noted now, in one round trip; nothing where nothing was. After a failure the same batch is sent
   * again and counts once.
   */
  flush(): Promise<void>;
  /**
   * Resolves when what was noted so far has been written, with what else comes within the second. Where a platform
   * freezes a process between requests, keep it for this.
   */
  written(): Promise<void>;
}

interface MeterOptions {
  prefix?: string;
  /** How often it writes while there is something, in milliseconds; 0 leaves it to `flush`. 1 000 unless told. */
  everyMs?: number;
  /** Told of a flush that failed by itself; the next is the retry. */
  onError?(error: unknown): void;
}

type Batch = Map<string, Sums>;

/** @param redis called at each flush; a client that does not belong to a request */
export function createMeter(
  redis: () => Redis,
  { prefix = 'rp', everyMs = 1_000, onError = console.error }: MeterOptions = {},
): Meter {
  let noted: Batch = new Map();
  let sending: { batch: Batch; operationId: OperationId } | undefined;
  let writing: Promise<void> | undefined;
  let pending: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (sending || noted.size > 0) {
      if (!sending) {
        sending = { batch: noted, operationId: newOperationId() };
        noted = new Map();
      }
      const { batch, operationId } = sending;
      await meterScript.run(redis(), {
        keys: [keys.meterBase({ prefix })],
        args: [JSON.stringify(Object.fromEntries(batch)), shape, maxCaches],
        once: {
          operationId,
          receipt: keys.receipt({ prefix, id: operationId.id }),
          ttlMs: keys.receipt.expiry.withinMs ?? 0,
        },
      });
      sending = undefined;
    }
  }
  const flush = () => (writing ??= write().finally(() => (writing = undefined)));

  function schedule(): void {
    if (everyMs === 0 || pending) return;
    const soon = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, everyMs);
      // Charts do not keep a process alive. Where timers are numbers there is nothing to let go of.
      if (typeof timer === 'object') timer.unref();
    });
    pending = soon
      .then(flush)
      .catch(onError)
      .finally(() => {
        pending = undefined;
        if (sending || noted.size > 0) schedule();
      });
  }

  function sumsOf(cache: string): Sums {
    schedule();
    let sums = noted.get(cache);
    if (!sums) noted.set(cache, (sums = emptySums()));
    return sums;
  }

  return {
    note: (cache, reading) => count(sumsOf(cache), reading),
    noteFailure: (cache) => void (sumsOf(cache).failures += 1),
    flush,
    written: () => pending ?? Promise.resolve(),
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
