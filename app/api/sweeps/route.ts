import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createSweeps } from '@/lib/patterns/scan';
import { createSweep } from '@/lib/patterns/scan/contract-sweeps';
import { allowPatterns } from '../keys/allow';

export const POST = handle(createSweep, async ({ redis, caller, operationId, body }) => {
  allowPatterns(caller, [body.match]);
  const { confirm: _, ...request } = body;
  return createSweeps(redis).create(request, { owner: caller.userId!, operationId });
});

export const OPTIONS = preflight([createSweep]);
