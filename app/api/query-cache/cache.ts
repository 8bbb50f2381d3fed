import 'server-only';
import type { Redis } from '@upstash/redis';
import {
  createQueryCache,
  type QueryCache,
  type QueryCacheOptions,
} from '@/lib/patterns/query-cache';
import { reportTimes } from '@/lib/patterns/query-cache/contract';
import { meter } from '../cache/meter';

/** The cache of this app's reports, for one request. */
export function reportCache(
  redis: Redis,
  background?: QueryCacheOptions['background'],
): QueryCache {
  background?.(meter.flushIfDue);
  return createQueryCache(redis, {
    ...reportTimes,
    meter,
    ...(background && { background }),
    onError: (error) => console.error('A report could not be made, or not outdated', error),
  });
}
