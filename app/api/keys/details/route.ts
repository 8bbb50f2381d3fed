import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { describeKeys } from '@/lib/patterns/scan/contract';
import { allowKeys } from '../allow';
import { readingScan } from '../reading-scan';

export const POST = handle(describeKeys, async (call) => {
  const { keys } = call.body;
  allowKeys(call.caller, keys);
  return { keys: await readingScan(call).describe(keys) };
});

export const OPTIONS = preflight([describeKeys]);
