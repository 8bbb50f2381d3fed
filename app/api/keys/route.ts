import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { listKeys } from '@/lib/patterns/scan/contract';
import { allowPatterns } from './allow';
import { readingScan } from './reading-scan';

export const GET = handle(listKeys, async (call) => {
  const { caller, query } = call;
  allowPatterns(caller, [query.match]);
  return readingScan(call).page(query);
});

export const OPTIONS = preflight([listKeys]);
