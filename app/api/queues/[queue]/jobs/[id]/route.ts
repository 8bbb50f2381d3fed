import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { deleteJob, readJob } from '@/lib/patterns/queue/contract';
import { jobNotFound, workingQueue } from '../../../shared';

export const GET = handle(readJob, async ({ redis, params: { queue, id }, caller }) => {
  const job = await workingQueue(redis, queue, caller).read(id);
  if (!job) throw jobNotFound(id);
  return job;
});

export const DELETE = handle(deleteJob, async ({ redis, params, caller, operationId }) => {
  const { queue, id } = params;
  const changed = await workingQueue(redis, queue, caller).remove([id], { operationId });
  if (changed.length === 0) throw jobNotFound(id);
  return { changed };
});

export const OPTIONS = preflight([readJob, deleteJob]);
