import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { retryJob } from '@/lib/patterns/queue/contract';
import { jobNotFound, workingQueue } from '../../../../shared';

export const POST = handle(retryJob, async ({ redis, params, caller, operationId }) => {
  const { queue, id } = params;
  const changed = await workingQueue(redis, queue, caller).retry([id], { operationId });
  if (changed.length === 0) throw jobNotFound(id, 'There is nothing to retry in the job');
  return { changed };
});

export const OPTIONS = preflight([retryJob]);
