import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { ackJob } from '@/lib/patterns/queue/contract-work';
import { workingQueue } from '../../../../shared';

export const POST = handle(ackJob, async ({ redis, params: { queue, id }, body, caller }) => {
  const outcome = { id, outcome: 'done' as const, ...body };
  return (await workingQueue(redis, queue, caller).settle([outcome]))[0]!;
});

export const OPTIONS = preflight([ackJob]);
