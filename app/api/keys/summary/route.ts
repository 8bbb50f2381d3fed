import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { summarizeKeys } from '@/lib/patterns/scan/contract';
import { allowPatterns } from '../allow';
import { readingScan } from '../reading-scan';

export const GET = handle(summarizeKeys, async (call) => {
  const { caller, query } = call;
  allowPatterns(caller, [query.match]);
  return readingScan(call).summarize(query);
});

export const OPTIONS = preflight([summarizeKeys]);
