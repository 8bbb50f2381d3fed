import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { progressJob } from '@/lib/patterns/queue/contract-work';
import { workingQueue } from '../../../../shared';

export const POST = handle(progressJob, async ({ redis, params: { queue, id }, body, caller }) => {
  const { leaseMs, ...lease } = body;
  const [end = null] = await workingQueue(redis, queue, caller).renew([{ id, ...lease }], {
    ...(leaseMs !== undefined && { leaseMs }),
  });
  return { held: end !== null, leaseUntil: end };
});

export const OPTIONS = preflight([progressJob]);
