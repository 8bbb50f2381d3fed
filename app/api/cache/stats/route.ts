import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { readStats } from '@/lib/patterns/cache';
import { readCacheStats } from '@/lib/patterns/cache/contract';

export const GET = handle(readCacheStats, ({ redis, query }) => readStats(redis, query));

export const OPTIONS = preflight([readCacheStats]);
