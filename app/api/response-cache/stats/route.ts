import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { readStats } from '@/lib/patterns/cache';
import { readResponseCacheStats } from '@/lib/patterns/response-cache/contract';

export const GET = handle(readResponseCacheStats, ({ redis, query }) =>
  readStats(redis, { ...query, cache: 'responses' }),
);

export const OPTIONS = preflight([readResponseCacheStats]);
