import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { editJobs } from '@/lib/patterns/queue/contract';
import { workingQueue } from '../../shared';

export const POST = handle(editJobs, async ({ redis, params, body, caller, operationId }) => {
  const queue = workingQueue(redis, params.queue, caller);
  const does = { retry: queue.retry, promote: queue.promote, delete: queue.remove };
  return { changed: await does[body.action](body.ids, { operationId }) };
});

export const OPTIONS = preflight([editJobs]);
