import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { readStats } from '@/lib/patterns/cache';
import { readQueryCacheStats } from '@/lib/patterns/query-cache/contract';

export const GET = handle(readQueryCacheStats, ({ redis, query }) =>
  readStats(redis, { ...query, cache: 'queries' }),
);

export const OPTIONS = preflight([readQueryCacheStats]);
