import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { checkedJobs } from '@/lib/jobs/job-types';
import { createQueue } from '@/lib/patterns/queue';
import { enqueueJobs, listJobs } from '@/lib/patterns/queue/contract';

export const POST = handle(enqueueJobs, async ({ redis, params, body, operationId }) => ({
  jobs: await createQueue(redis, { name: params.queue }).enqueueMany(checkedJobs([body].flat()), {
    operationId,
  }),
}));

export const GET = handle(listJobs, ({ redis, params, query: { q, ...query } }) =>
  createQueue(redis, { name: params.queue }).list({ ...query, text: q }),
);

export const OPTIONS = preflight([enqueueJobs, listJobs]);
