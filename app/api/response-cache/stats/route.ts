import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { meter } from '../../cache/meter';
import { readStats } from '@/lib/patterns/cache';
import { readResponseCacheStats } from '@/lib/patterns/response-cache/contract';

export const GET = handle(readResponseCacheStats, async ({ redis, query }) => {
  // What this process has not written yet belongs to it.
  await meter.flush();
  return readStats(redis, { ...query, cache: 'responses' });
});

export const OPTIONS = preflight([readResponseCacheStats]);
