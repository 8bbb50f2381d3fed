import { z } from 'zod';

/** What the caches did: shared by every room that stands on this one. */

export const ranges = ['1h', '24h'] as const;

export const cacheName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, 'The name of a cache')
  .describe('Only the reads of this cache');

const amount = z.int().min(0);
const ms = z.number().min(0).nullable();
const at = z.int().describe('Epoch milliseconds');

export const totals = z.strictObject({
  reads: amount,
  hits: amount.describe('Served fresh, of values and of "there is none"'),
  stale: amount.describe('Served old at once, while one process loaded anew'),
  waited: amount.describe('Served by the load of another'),
  misses: amount.describe('Loaded by the reader'),
  staleIfError: amount.describe('Served old because it could not be loaded'),
  bypassed: amount.describe('Loaded past the cache'),
  failures: amount.describe('Reads that ended with an error'),
  loads: amount,
  loadsAvoided: amount,
  savedMs: amount.describe('What the hits and stale answers did not spend on loading'),
  hitRatio: z.number().min(0).max(1).nullable().describe('Hits and stale, of all reads'),
  hitP50Ms: ms.describe('± 9 %, as all of these'),
  hitP95Ms: ms,
  missP50Ms: ms,
  missP95Ms: ms,
  meanAgeMs: ms.describe('Of a value when it was hit'),
});

export const statsQuery = z.strictObject({
  range: z.enum(ranges).default('1h'),
  cache: cacheName.optional(),
});

export const stats = totals.extend({
  range: z.enum(ranges),
  from: at,
  to: at.describe('The end of the window (exclusive)'),
  bucketMs: z.int(),
  now: at,
  series: z.array(totals.extend({ at })),
  caches: z.array(totals.extend({ cache: z.string() })),
});

export type Range = (typeof ranges)[number];
export type Totals = z.output<typeof totals>;
export type ResultOfStats = z.output<typeof stats>;
