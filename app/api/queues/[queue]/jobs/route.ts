import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { checkedJobs } from '@/lib/jobs/job-types';
import { createQueue } from '@/lib/patterns/queue';
import { enqueueJobs, listJobs } from '@/lib/patterns/queue/contract';
import { noteActivity } from '../../../activity/note';

export const POST = handle(enqueueJobs, async ({ redis, params, body, caller, ...call }) => {
  const queue = createQueue(redis, { name: params.queue });
  const { operationId } = call;
  const jobs = await queue.enqueueMany(checkedJobs([body].flat(), caller.tier), { operationId });
  noteActivity(call, caller.userId, { type: 'job', subject: params.queue });
  return { jobs };
});

export const GET = handle(listJobs, ({ redis, params, query: { q, ...query } }) =>
  createQueue(redis, { name: params.queue }).list({ ...query, text: q }),
);

export const OPTIONS = preflight([enqueueJobs, listJobs]);
