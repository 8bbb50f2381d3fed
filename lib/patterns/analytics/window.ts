import type { Range } from './contract';
import { resolutions, type Resolution } from './keys';

/** Consecutive buckets of one resolution. */
export interface Span {
  resolution: Resolution;
  /** The first bucket's number: its start divided by the bucket's length. */
  first: number;
  count: number;
}

/** What a range shows: the points of its chart, and the buckets whose union gives its uniques and top lists. */
export interface Window {
  points: Span;
  whole: Span;
}

const ranges: Record<Range, { resolution: Resolution; count: number; zoom?: Resolution }> = {
  '30m': { resolution: 'minute', count: 30 },
  '24h': { resolution: 'hour', count: 24, zoom: 'minute' },
  '30d': { resolution: 'day', count: 30, zoom: 'hour' },
};

/**
 * The window of a range that ends with the running bucket; with `at`, the inside of the one bucket of it
 * that holds that time, in the next finer resolution.
 */
export function windowOf(range: Range, now: number, at?: number): Window {
  const { resolution, count, zoom } = ranges[range];
  const { bucketMs } = resolutions[resolution];
  const last = Math.floor(now / bucketMs);
  if (at === undefined || zoom === undefined) {
    const span = { resolution, first: last - count + 1, count };
    return { points: span, whole: span };
  }
  const bucket = Math.floor(at / bucketMs);
  const perBucket = bucketMs / resolutions[zoom].bucketMs;
  return {
    points: { resolution: zoom, first: bucket * perBucket, count: perBucket },
    whole: { resolution, first: bucket, count: 1 },
  };
}

/** The start of a span and its end (exclusive), in epoch milliseconds. */
export function bounds({ resolution, first, count }: Span): { from: number; to: number } {
  const { bucketMs } = resolutions[resolution];
  return { from: first * bucketMs, to: (first + count) * bucketMs };
}

/** The numbers of a span's buckets, in order. */
export function buckets({ first, count }: Span): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** The hashes that hold a span's buckets, by number. */
export function blocks({ resolution, first, count }: Span): number[] {
  const { block } = resolutions[resolution];
  const from = Math.floor(first / block);
  const to = Math.floor((first + count - 1) / block);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
