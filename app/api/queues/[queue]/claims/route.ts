import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { claimJobs } from '@/lib/patterns/queue/contract-work';
import { workingQueue } from '../../shared';

export const POST = handle(claimJobs, ({ redis, params, body, caller, operationId }) =>
  workingQueue(redis, params.queue, caller).claim({ ...body, operationId }),
);

export const OPTIONS = preflight([claimJobs]);
