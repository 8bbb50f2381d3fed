import { z } from 'zod';
import { defineOperation, type ResultOf } from '../../contract';

const at = z.int().describe('In epoch milliseconds, by the clock of Redis');
const caller = z
  .string()
  .regex(/^[\w.@-]{1,64}$/, '1 to 64 letters, digits and . _ @ - only')
  .describe('Which server asks');

const call = z.strictObject({
  at,
  caller,
  outcome: z
    .enum(['ran', 'running', 'done', 'lost'])
    .describe(
      'ran: this one; running: refused, another runs it now; done: refused, it ran in this period; lost: it took longer than its lock and its result was refused',
    ),
});

export const report = z.strictObject({
  period: at.describe('The start of the minute that it is for'),
  by: z.string(),
  keys: z.int().describe('Keys in this Redis when it ran'),
  fence: z.int(),
});

export const runScheduled = defineOperation({
  method: 'POST',
  path: '/api/scheduled-runs',
  summary: 'Run the task of this minute, unless another server does or did; for cron',
  tier: 'user',
  policy: 'write',
  body: z.strictObject({ caller }),
  result: z.strictObject({
    outcome: call.shape.outcome,
    report: report.nullable().describe('The newest report, this call’s or another’s'),
  }),
  cost: [
    { of: 'a call that runs the task', roundTrips: 6, commands: 20 },
    { of: 'a call in a minute that is done', roundTrips: 4, commands: 15 },
  ],
});

export const readScheduledRuns = defineOperation({
  method: 'GET',
  path: '/api/scheduled-runs',
  summary: 'The newest report, and who ran and who was refused',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  result: z.strictObject({
    report: report.nullable(),
    calls: z.array(call).describe('Newest first'),
  }),
  cost: [{ of: 'a read', roundTrips: 1, commands: 2 }],
});

export const scheduleContract = { runScheduled, readScheduledRuns };

export type Report = z.output<typeof report>;
export type ScheduledCall = z.output<typeof call>;
export type Outcome = ResultOf<typeof runScheduled>;
