import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createScan } from '@/lib/patterns/scan';
import { deleteKey, readKey } from '@/lib/patterns/scan/contract-values';
import { allowKeys } from '../allow';
import { readingScan } from '../reading-scan';

export const GET = handle(readKey, async (call) => {
  const { caller, query } = call;
  allowKeys(caller, [query.key]);
  return readingScan(call).read(query.key, query.cursor);
});

export const DELETE = handle(deleteKey, async ({ redis, caller, query: { key }, once }) => {
  allowKeys(caller, [key]);
  return { key, deleted: await createScan(redis).remove(key, once) };
});

export const OPTIONS = preflight([readKey, deleteKey]);
