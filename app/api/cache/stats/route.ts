import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { readStats } from '@/lib/patterns/cache';
import { meter } from '../meter';
import { readCacheStats } from '@/lib/patterns/cache/contract';

export const GET = handle(readCacheStats, async ({ redis, query }) => {
  // What this process has not written yet belongs to it.
  await meter.flush();
  return readStats(redis, query);
});

export const OPTIONS = preflight([readCacheStats]);
