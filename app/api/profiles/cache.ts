import 'server-only';
import type { Redis } from '@upstash/redis';
import { createCache, type Cache, type CacheOptions } from '@/lib/patterns/cache';
import { profileTimes } from '@/lib/patterns/cache/contract';
import { meter } from '../cache/meter';

/** The cache of profiles, for one request. */
export function profileCache(redis: Redis, background?: CacheOptions['background']): Cache {
  background?.(meter.flushIfDue);
  return createCache(redis, {
    name: 'profiles',
    ...profileTimes,
    meter,
    ...(background && { background }),
    onError: (error) => console.error('A profile could not be loaded', error),
  });
}

/** What invalidates a profile: a change of its own, and what concerns all of them. */
export const tagsOf = (id: string): string[] => ['profiles', `user:${id}`];
