import { z } from 'zod';
import { defineOperation } from '../../contract';
import { jobId, maxBatch, maxClaim, queue } from './contract-schemas';

/** What people do to a queue and its jobs. */

const queueParams = z.strictObject({ queue });
const jobParams = z.strictObject({ queue, id: jobId });

export const changeQueue = defineOperation({
  method: 'PATCH',
  path: '/api/queues/{queue}',
  summary: 'Pause a queue, whose jobs are then claimed by nobody, or let it go on',
  tier: 'user',
  policy: 'write',
  params: queueParams,
  body: z.strictObject({ paused: z.boolean() }),
  result: z.strictObject({ paused: z.boolean() }),
  errors: ['forbidden'],
  cost: [
    { of: 'a pause', roundTrips: 1, commands: 1 },
    { of: 'its end', roundTrips: 2, commands: 2 },
  ],
});

const edits = ['retry', 'promote', 'delete'] as const;
const edited = z.strictObject({
  changed: z.array(z.string()).describe('The ids that it was done to'),
});

const editing = {
  tier: 'user',
  policy: 'write',
  params: jobParams,
  errors: ['forbidden', 'not_found'],
} as const;

export const deleteJob = defineOperation({
  ...editing,
  method: 'DELETE',
  path: '/api/queues/{queue}/jobs/{id}',
  summary: 'Cancel a job, whatever its state; who works on it is told at their next sign of life',
  result: edited,
  cost: [{ of: 'a job', roundTrips: 1, commands: 6 }],
});

export const retryJob = defineOperation({
  ...editing,
  method: 'POST',
  path: '/api/queues/{queue}/jobs/{id}/retry',
  summary: 'Let a job that is dead or done run once more, with all its attempts',
  result: edited,
  cost: [{ of: 'a job', roundTrips: 1, commands: 8 }],
});

export const promoteJob = defineOperation({
  ...editing,
  method: 'POST',
  path: '/api/queues/{queue}/jobs/{id}/promote',
  summary: 'Let a delayed job be due now',
  result: edited,
  cost: [{ of: 'a job', roundTrips: 1, commands: 8 }],
});

export const editJobs = defineOperation({
  method: 'POST',
  path: '/api/queues/{queue}/edits',
  summary: 'Retry, promote or delete many jobs together',
  tier: 'user',
  policy: 'write',
  params: queueParams,
  body: z.strictObject({
    action: z.enum(edits),
    ids: z.array(jobId).min(1).max(maxClaim),
  }),
  result: edited,
  errors: ['forbidden'],
  cost: [{ of: '10 jobs', roundTrips: 1, commands: 8 }],
});

export const replayDead = defineOperation({
  method: 'POST',
  path: '/api/queues/{queue}/replays',
  summary: 'Let the dead letters run once more, those that died first before others',
  tier: 'user',
  policy: 'write',
  params: queueParams,
  body: z.strictObject({ most: z.int().min(1).max(maxBatch).default(100) }),
  result: edited,
  errors: ['forbidden'],
  cost: [{ of: 'any number of dead letters', roundTrips: 1, commands: 9 }],
});

export type Edit = (typeof edits)[number];

export const editContract = {
  changeQueue,
  deleteJob,
  retryJob,
  promoteJob,
  editJobs,
  replayDead,
};
