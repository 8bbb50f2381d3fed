import type { ResultOf } from '@/lib/contract';
import type { Product, responseCache } from '@/lib/patterns/response-cache/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof responseCache)['operations'];

export const listUpstreams = endpoint<Operations['listUpstreams']>('GET', '/api/upstream');
export const readStats = endpoint<Operations['readResponseCacheStats']>(
  'GET',
  '/api/response-cache/stats',
);
export const purgeResponses = endpoint<Operations['purgeResponses']>(
  'POST',
  '/api/response-cache/purges',
);

export type SearchResult = ResultOf<Operations['search']>;
export type { Product };
