import { z } from 'zod';
import { defineOperation, definePattern, type ResultOf, wholeNumber } from '../../contract';
import {
  amount,
  at,
  detail,
  jobId,
  maxBatch,
  newJob,
  queue,
  states,
  summary,
  type claimed,
  type outcome,
  type progress,
  type settled,
} from './contract-schemas';
import { editContract } from './contract-edits';
import { workContract } from './contract-work';

const queueParams = z.strictObject({ queue });
const jobParams = z.strictObject({ queue, id: jobId });

const enqueued = z.strictObject({
  id: z.string(),
  created: z.boolean().describe('False where a job of this id is there already'),
});

export const enqueueJobs = defineOperation({
  method: 'POST',
  path: '/api/queues/{queue}/jobs',
  summary: 'Add one job or many; the same id twice is one job',
  tier: 'user',
  policy: 'write',
  params: queueParams,
  body: z.union([newJob, z.array(newJob).min(1).max(maxBatch)]),
  maxBodyBytes: 2 * 1024 * 1024,
  status: 201,
  result: z.strictObject({ jobs: z.array(enqueued).describe('In the order in which they came') }),
  errors: ['limit_reached'],
  cost: [
    { of: 'one job', roundTrips: 1, commands: 8 },
    { of: '200 jobs', roundTrips: 1, commands: 8 },
  ],
});

export const listJobs = defineOperation({
  method: 'GET',
  path: '/api/queues/{queue}/jobs',
  summary: 'The jobs of one state, page by page, also those with a text in their id or name',
  tier: 'anyone',
  policy: 'read',
  params: queueParams,
  query: z.strictObject({
    state: z.enum(states).default('waiting'),
    q: z
      .string()
      .max(64)
      .regex(/^[\w.:-]*$/, 'Letters, digits and . _ : - only')
      .default('')
      .describe('A part of the id or the name, whatever its case'),
    cursor: z
      .string()
      .regex(/^(\d{1,16}:\d{1,7})?$/, 'A cursor of an answer')
      .default(''),
    limit: wholeNumber(1, 100).prefault(25),
  }),
  result: z.strictObject({
    jobs: z
      .array(summary)
      .describe('Waiting: the next first. Active and delayed: the first due first. Else the last'),
    unreadable: amount.describe(
      'Of those, that no record of a job was found for: they are left out',
    ),
    looked: amount.describe('How many were looked at for this page, 200 at the most'),
    next: z.string().nullable().describe('The cursor of the next page'),
    now: at,
  }),
  shareable: true,
  cost: [{ of: 'a page, searched or not', roundTrips: 1, commands: 3 }],
});

const figures = {
  added: amount,
  claimed: amount,
  done: amount,
  failed: amount.describe('Attempts that failed'),
  lost: amount.describe('Leases that ran out'),
  dead: amount,
  waitMs: z.number().nullable().describe('Mean time from due to claimed; null where none was'),
  workMs: z.number().nullable().describe('Mean time from claimed to done; null where none was'),
};

export const readQueue = defineOperation({
  method: 'GET',
  path: '/api/queues/{queue}',
  summary:
    'How many jobs are in which state, throughput and latency by minute, and when more is due',
  tier: 'anyone',
  policy: 'read',
  params: queueParams,
  result: z.strictObject({
    queue: z.string(),
    now: at,
    paused: z.boolean(),
    waiting: amount,
    active: amount,
    delayed: amount.describe('Those too that came due since a worker asked last'),
    done: amount.describe('Done and still kept'),
    dead: amount,
    droppedDead: amount.describe('Dead that were forgotten by now'),
    nextDueMs: amount
      .nullable()
      .describe('When a delay or a lease ends next; null where there is none'),
    series: z.array(z.strictObject({ at, ...figures })),
  }),
  shareable: true,
  cost: [{ of: 'a read', roundTrips: 1, commands: 8 }],
});

export const readJob = defineOperation({
  method: 'GET',
  path: '/api/queues/{queue}/jobs/{id}',
  summary: 'One job with its payload, result and timeline',
  tier: 'user',
  policy: 'read',
  params: jobParams,
  result: detail,
  errors: ['forbidden', 'not_found'],
  cost: [{ of: 'a read', roundTrips: 1, commands: 2 }],
});

export const queuePattern = definePattern({
  slug: 'queue',
  title: 'Job queue',
  category: 'work',
  summary:
    'Work that is done at least once, never early and never by two at a time, whoever is killed on the way.',
  page: '/jobs',
  guarantees: [
    {
      promise: 'A worker killed at any step loses no job: its lease ends and another takes it',
      cost: 'claim 10 and say how 10 went: 1 round trip, 10 commands',
    },
    {
      promise: 'The same id twice is one job, and a call that is sent again adds none',
      cost: 'any number of jobs: 8 commands',
    },
    { promise: 'Whoever lost the lease cannot end the job', cost: 'token and fence: no command' },
    {
      promise: 'A job that kills its workers is dead after its attempts, and can be replayed',
      cost: 'counted when it is claimed',
    },
  ],
  operations: {
    enqueueJobs,
    listJobs,
    readQueue,
    readJob,
    ...editContract,
    ...workContract,
  },
});

export type QueueName = z.output<typeof queue>;
export type State = (typeof states)[number];
export type NewJob = z.input<typeof newJob>;
export type Enqueued = z.output<typeof enqueued>;
export type JobSummary = z.output<typeof summary>;
export type Job = z.output<typeof detail>;
export type ClaimedJob = z.output<typeof claimed>;
export type Outcome = z.input<typeof outcome>;
export type Settled = z.output<typeof settled>;
export type Progress = z.output<typeof progress>;
export type JobPage = ResultOf<typeof listJobs>;
export type QueueStats = ResultOf<typeof readQueue>;
export {
  changeQueue,
  deleteJob,
  editJobs,
  promoteJob,
  replayDead,
  retryJob,
  type Edit,
} from './contract-edits';
export type { Drained } from './contract-work';
