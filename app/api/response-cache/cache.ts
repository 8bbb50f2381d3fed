import 'server-only';
import type { Redis } from '@upstash/redis';
import {
  createResponseCache,
  type ResponseCache,
  type ResponseCacheOptions,
} from '@/lib/patterns/response-cache';
import { meter } from '../cache/meter';

/** The cache of this app's answers, for one request. */
export function responseCache(
  redis: Redis,
  background?: ResponseCacheOptions['background'],
): ResponseCache {
  background?.(meter.flushIfDue);
  return createResponseCache(redis, {
    meter,
    ...(background && { background }),
    onError: (error) => console.error('An answer could not be made, stored or purged', error),
  });
}
