import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createSweeps } from '@/lib/patterns/scan';
import { stepSweep } from '@/lib/patterns/scan/contract-sweeps';
import { asOwner } from '../../as';

export const POST = handle(stepSweep, ({ redis, caller, params, body }) =>
  createSweeps(redis).step(params.id, { ...asOwner(caller), ...body }),
);

export const OPTIONS = preflight([stepSweep]);
