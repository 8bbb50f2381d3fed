import type { ResultOf } from '@/lib/contract';
import type { cache, CacheReading, Profile } from '@/lib/patterns/cache/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof cache)['operations'];

export const readStats = endpoint<Operations['readCacheStats']>('GET', '/api/cache/stats');
export const listProfiles = endpoint<Operations['listProfiles']>('GET', '/api/profiles');
export const readProfile = endpoint<Operations['readProfile']>('GET', '/api/profiles/{id}');
export const writeProfile = endpoint<Operations['writeProfile']>('PUT', '/api/profiles/{id}');
export const invalidateCache = endpoint<Operations['invalidateCache']>(
  'POST',
  '/api/cache/invalidations',
);

export type CacheStats = ResultOf<Operations['readCacheStats']>;
export type { CacheReading, Profile };
