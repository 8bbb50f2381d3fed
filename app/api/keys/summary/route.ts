import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createScan } from '@/lib/patterns/scan';
import { summarizeKeys } from '@/lib/patterns/scan/contract';
import { allowPatterns } from '../allow';

export const GET = handle(summarizeKeys, async ({ redis, caller, query }) => {
  allowPatterns(caller, [query.match]);
  return createScan(redis).summarize(query);
});

export const OPTIONS = preflight([summarizeKeys]);
