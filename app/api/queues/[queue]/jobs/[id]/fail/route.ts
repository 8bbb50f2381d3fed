import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { failJob } from '@/lib/patterns/queue/contract-work';
import { workingQueue } from '../../../../shared';

export const POST = handle(failJob, async ({ redis, params: { queue, id }, body, caller }) => {
  const outcome = { id, outcome: 'failed' as const, ...body };
  return (await workingQueue(redis, queue, caller).settle([outcome]))[0]!;
});

export const OPTIONS = preflight([failJob]);
