import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { meter } from '../../cache/meter';
import { readStats } from '@/lib/patterns/cache';
import { readQueryCacheStats } from '@/lib/patterns/query-cache/contract';

export const GET = handle(readQueryCacheStats, async ({ redis, query }) => {
  // What this process has not written yet belongs to it.
  await meter.flush();
  return readStats(redis, { ...query, cache: 'queries' });
});

export const OPTIONS = preflight([readQueryCacheStats]);
