import { z } from 'zod';
import { defineOperation, wholeNumber } from '../../contract';
import {
  amount,
  at,
  claimed,
  errorText,
  jobId,
  json,
  leaseMs,
  maxClaim,
  outcome,
  progress,
  queue,
  settled,
  token,
  worker,
} from './contract-schemas';

/** What workers call. */

const queueParams = z.strictObject({ queue });
const jobParams = z.strictObject({ queue, id: jobId });

export const claimJobs = defineOperation({
  method: 'POST',
  path: '/api/queues/{queue}/claims',
  summary: 'Take jobs for the length of a lease, and say how those before went',
  tier: 'user',
  policy: 'write',
  params: queueParams,
  body: z.strictObject({
    most: z.int().min(1).max(maxClaim).default(1),
    leaseMs: leaseMs.default(30_000),
    worker: worker.default('api'),
    outcomes: z
      .array(outcome)
      .max(maxClaim)
      .default([])
      .describe('Of jobs claimed before: taken in by the same step, at no further command'),
  }),
  maxBodyBytes: 2 * 1024 * 1024,
  result: z.strictObject({
    jobs: z.array(claimed).describe('The most urgent first; empty where none is due'),
    outcomes: z.array(settled).describe('In the order in which they were sent'),
    paused: z.boolean(),
    nextDueMs: amount
      .nullable()
      .describe('When to ask again: 0 for at once; null where nothing is scheduled'),
  }),
  errors: ['forbidden'],
  cost: [
    { of: '10 jobs', roundTrips: 1, commands: 10 },
    { of: '10 jobs, with the outcomes of the 10 before', roundTrips: 1, commands: 10 },
    { of: 'nothing that is due', roundTrips: 1, commands: 7 },
    { of: 'the first of a minute, which also clears up', roundTrips: 1, commands: 14 },
  ],
});

export const ackJob = defineOperation({
  method: 'POST',
  path: '/api/queues/{queue}/jobs/{id}/ack',
  summary: 'A claimed job is done; refused as stale where its lease was lost to another',
  tier: 'user',
  policy: 'write',
  params: jobParams,
  body: z.strictObject({ token, result: json.optional() }),
  result: settled,
  errors: ['forbidden'],
  cost: [{ of: 'a job', roundTrips: 1, commands: 5 }],
});

export const failJob = defineOperation({
  method: 'POST',
  path: '/api/queues/{queue}/jobs/{id}/fail',
  summary: 'A claimed job went wrong: it is tried again after its backoff, or is dead',
  tier: 'user',
  policy: 'write',
  params: jobParams,
  body: z.strictObject({
    token,
    error: errorText,
    retry: z.boolean().default(true).describe('False where trying again cannot help'),
  }),
  result: settled,
  errors: ['forbidden'],
  cost: [{ of: 'a job', roundTrips: 1, commands: 5 }],
});

export const progressJob = defineOperation({
  method: 'POST',
  path: '/api/queues/{queue}/jobs/{id}/progress',
  summary: 'A sign of life: holds the lease on, and says how far the work is',
  tier: 'user',
  policy: 'write',
  params: jobParams,
  body: z.strictObject({
    token,
    leaseMs: leaseMs.optional().describe('From now; the length that it was claimed with else'),
    progress: progress.optional(),
  }),
  result: z.strictObject({
    held: z.boolean().describe('False where the lease is lost: stop the work'),
    leaseUntil: at.nullable(),
  }),
  errors: ['forbidden'],
  cost: [
    { of: 'a sign of life', roundTrips: 1, commands: 4 },
    { of: 'with progress', roundTrips: 1, commands: 5 },
  ],
});

const drained = z.strictObject({
  claimed: amount,
  done: amount,
  retried: amount.describe('Failed, and due again later'),
  dead: amount,
  released: amount.describe('Begun, and given back when the time was up'),
  stale: amount.describe('Whose lease was lost meanwhile'),
  nextDueMs: amount
    .nullable()
    .describe('When there is more; 0 for now, null for nothing scheduled'),
  tookMs: z.number(),
});

export const drainQueue = defineOperation({
  method: 'POST',
  path: '/api/queues/{queue}/drain',
  summary: 'Work on what is due, within a time budget: what a scheduler calls where no worker runs',
  tier: 'user',
  policy: 'write',
  params: queueParams,
  body: z.strictObject({ budgetMs: z.int().min(100).max(50_000).default(5_000) }),
  result: drained,
  errors: ['forbidden'],
  cost: [],
});

export const drainQueueBySchedule = defineOperation({
  method: 'GET',
  path: '/api/queues/{queue}/drain',
  summary:
    'The same for schedulers that can only GET; with CRON_SECRET or an API key as Bearer only',
  tier: 'user',
  policy: 'write',
  params: queueParams,
  query: z.strictObject({
    budgetMs: wholeNumber(100, 50_000).prefault(5_000),
  }),
  result: drained,
  errors: ['forbidden'],
  cost: [],
});

export const receiveWebhook = defineOperation({
  method: 'POST',
  path: '/api/webhooks/echo',
  summary:
    'A receiver of webhooks to try them with: checks the signature, and refuses as often as asked',
  tier: 'anyone',
  policy: 'write',
  query: z.strictObject({
    failures: wholeNumber(0, 20)
      .prefault(0)
      .describe('Answer 503 to so many deliveries of a webhook before it is taken'),
  }),
  body: json,
  result: z.strictObject({
    received: z.literal(true),
    id: z.string(),
    attempt: z.int().describe('Which delivery of this webhook it was, from 1'),
  }),
  errors: ['unavailable', 'signature_refused'],
  cost: [{ of: 'a delivery', roundTrips: 1, commands: 1 }],
});

export const workContract = {
  claimJobs,
  ackJob,
  failJob,
  progressJob,
  drainQueue,
  drainQueueBySchedule,
  receiveWebhook,
};

export type Drained = z.output<typeof drained>;
