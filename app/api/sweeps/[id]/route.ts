import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createSweeps } from '@/lib/patterns/scan';
import { cancelSweep, readSweep } from '@/lib/patterns/scan/contract-sweeps';
import { asOwner } from '../as';

export const GET = handle(readSweep, ({ redis, caller, params }) =>
  createSweeps(redis).read(params.id, asOwner(caller)),
);

export const DELETE = handle(cancelSweep, ({ redis, caller, params }) =>
  createSweeps(redis).cancel(params.id, asOwner(caller)),
);

export const OPTIONS = preflight([readSweep, cancelSweep]);
