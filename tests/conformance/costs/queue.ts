import { sign } from '@/lib/jobs/webhook-signature';
import { webhookSecret } from '@/lib/jobs/webhook-secret';
import {
  changeQueue,
  deleteJob,
  editJobs,
  enqueueJobs,
  listJobs,
  promoteJob,
  readJob,
  readQueue,
  replayDead,
  retryJob,
} from '@/lib/patterns/queue/contract';
import {
  ackJob,
  claimJobs,
  failJob,
  progressJob,
  receiveWebhook,
} from '@/lib/patterns/queue/contract-work';
import { createQueue, type ClaimedJob } from '@/lib/patterns/queue';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';
import type { Call } from '../../support/api';
import type { Exercise } from '../exercise';

const params = { queue: 'demo' };
const one = { queue: 'demo', id: 'job-0' };
const jobs = (count: number, options = {}) =>
  Array.from({ length: count }, (_, n) => ({ name: 'a', id: `job-${n}`, ...options }));
const redis = () => createClient(sharedTransport());
const queue = () => createQueue(redis(), { name: 'demo' });

/** Adds jobs and claims so many of them, as somebody did before in this minute. */
async function claimed(count: number, all = count): Promise<ClaimedJob[]> {
  await queue().enqueueMany(jobs(all));
  return (await queue().claim({ most: count })).jobs;
}
const done = ({ id, token }: ClaimedJob) => ({ id, token, outcome: 'done' as const });
const failed = ({ id, token }: ClaimedJob) => ({
  id,
  token,
  outcome: 'failed' as const,
  error: 'no',
  retry: false,
});

/** One job under a lease, and a call that shows its token. */
const holding =
  (body: object = {}) =>
  async (): Promise<Call> => {
    const [job] = await claimed(1);
    return { params: one, body: { token: job!.token, ...body } };
  };

async function dead(count: number): Promise<Call> {
  await queue().settle((await claimed(count)).map(failed));
  return { params, body: {} };
}

export const exercises: Exercise[] = [
  {
    operation: enqueueJobs,
    of: 'one job',
    call: { params, body: { name: 'report', data: { tenantId: 1, year: 2026 } } },
  },
  { operation: enqueueJobs, of: '200 jobs', call: { params, body: jobs(200) } },
  {
    operation: listJobs,
    of: 'a page, searched or not',
    call: async () => {
      await queue().enqueueMany(jobs(300));
      return { params, query: { q: 'job-1' } };
    },
  },
  {
    operation: readQueue,
    of: 'a read',
    call: async () => {
      await claimed(5, 10);
      return { params };
    },
  },
  { operation: changeQueue, of: 'a pause', call: { params, body: { paused: true } } },
  { operation: changeQueue, of: 'its end', call: { params, body: { paused: false } } },
  {
    operation: readJob,
    of: 'a read',
    call: async () => {
      await claimed(1);
      return { params: one };
    },
  },
  {
    operation: deleteJob,
    of: 'a job',
    call: async () => {
      await claimed(1);
      return { params: one };
    },
  },
  {
    operation: retryJob,
    of: 'a job',
    call: async () => ({ ...(await dead(1)), params: one }),
  },
  {
    operation: promoteJob,
    of: 'a job',
    call: async () => {
      await queue().enqueueMany(jobs(1, { delayMs: 60_000 }));
      return { params: one };
    },
  },
  {
    operation: editJobs,
    of: '10 jobs',
    call: async () => {
      await dead(10);
      return { params, body: { action: 'retry', ids: jobs(10).map(({ id }) => id) } };
    },
  },
  { operation: replayDead, of: 'any number of dead letters', call: () => dead(20) },
  {
    operation: claimJobs,
    of: '10 jobs',
    call: async () => {
      await claimed(1, 30);
      return { params, body: { most: 10 } };
    },
  },
  {
    operation: claimJobs,
    of: '10 jobs, with the outcomes of the 10 before',
    call: async () => ({
      params,
      body: { most: 10, outcomes: (await claimed(10, 30)).map(done) },
    }),
  },
  {
    operation: claimJobs,
    of: 'nothing that is due',
    call: async () => {
      await claimed(1);
      return { params, body: { most: 10 } };
    },
  },
  {
    operation: claimJobs,
    of: 'the first of a minute, which also clears up',
    call: async () => {
      await queue().enqueueMany(jobs(30));
      return { params, body: { most: 10 } };
    },
  },
  { operation: ackJob, of: 'a job', call: holding({ result: { sent: true } }) },
  { operation: failJob, of: 'a job', call: holding({ error: 'no' }) },
  { operation: progressJob, of: 'a sign of life', call: holding() },
  { operation: progressJob, of: 'with progress', call: holding({ progress: { percent: 5 } }) },
  {
    operation: receiveWebhook,
    of: 'a delivery',
    call: async () => {
      const body = { type: 'a' };
      const secret = await webhookSecret(redis());
      return { body, headers: { ...sign(secret, 'hook', JSON.stringify(body), Date.now()) } };
    },
  },
];
