import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { promoteJob } from '@/lib/patterns/queue/contract';
import { jobNotFound, workingQueue } from '../../../../shared';

export const POST = handle(promoteJob, async ({ redis, params, caller, operationId }) => {
  const { queue, id } = params;
  const changed = await workingQueue(redis, queue, caller).promote([id], { operationId });
  if (changed.length === 0) throw jobNotFound(id, 'There is no delay to end in the job');
  return { changed };
});

export const OPTIONS = preflight([promoteJob]);
