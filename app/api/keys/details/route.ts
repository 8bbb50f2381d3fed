import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createScan } from '@/lib/patterns/scan';
import { describeKeys } from '@/lib/patterns/scan/contract';
import { allowKeys } from '../allow';

export const POST = handle(describeKeys, async ({ redis, caller, body }) => {
  allowKeys(caller, body.keys);
  return { keys: await createScan(redis).describe(body.keys) };
});

export const OPTIONS = preflight([describeKeys]);
