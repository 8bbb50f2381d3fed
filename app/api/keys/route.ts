import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createScan } from '@/lib/patterns/scan';
import { listKeys } from '@/lib/patterns/scan/contract';
import { allowPatterns } from './allow';

export const GET = handle(listKeys, async ({ redis, caller, query }) => {
  allowPatterns(caller, [query.match]);
  return createScan(redis).page(query);
});

export const OPTIONS = preflight([listKeys]);
