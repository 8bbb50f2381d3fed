import { z } from 'zod';
import { defineOperation, type BodyOf, type ResultOf } from '../../contract';
import { budgetMs, count, match, type } from './contract-names';

const action = z
  .enum(['count', 'expire', 'delete'])
  .describe('expire: let them live for ttlMs at the most; what goes sooner is left as it is');

/** The id of a sweep. */
const id = z.string().regex(/^[\w-]{1,64}$/, '1 to 64 letters, digits and _ - only');
const params = z.strictObject({ id });

const sweep = z.strictObject({
  id,
  match: z.string(),
  type,
  action,
  ttlMs: count.optional(),
  dryRun: z.boolean(),
  status: z.enum(['ready', 'running', 'done', 'cancelled']),
  heldUntil: z
    .int()
    .nullable()
    .describe('When whoever works on it must be done; null where nobody does'),
  examined: count.describe('Keys looked at so far, about; all of them once it is done'),
  total: count.describe('Keys of the database when it began'),
  matched: count.describe('Found; a scan may meet a key again after a while'),
  acted: count.describe('Deleted, or given an earlier end, as Redis confirmed'),
  skipped: count.describe('Were gone by then, end sooner anyway, or belong to sweeps themselves'),
  unconfirmed: count.describe('Acted on by a step whose answer was lost'),
  unreadable: count.describe('Not touched: names that are no UTF-8 cannot be sent'),
  errors: count.describe('Refused by Redis'),
  restarts: count.describe(
    'How often it began anew, since another server answered: after a failover or a restart',
  ),
  sample: z.array(z.string()).describe('The first that were found'),
  steps: count,
  workedMs: count.describe('Spent in steps'),
  createdAt: z.int(),
});

export const createSweep = defineOperation({
  method: 'POST',
  path: '/api/sweeps',
  summary: 'Begin to count, expire or delete all keys that match; a dry run first',
  tier: 'user',
  policy: 'write',
  body: z
    .strictObject({
      match,
      type,
      action,
      ttlMs: z.int().min(1_000).max(31_536_000_000).optional().describe('For expire'),
      dryRun: z.boolean().default(true).describe('Only count, and show a sample'),
      dryRunId: id.optional().describe('The finished dry run of just this sweep'),
      confirm: z.string().optional().describe('The pattern again, for what is no dry run'),
    })
    .superRefine((body, context) => {
      const issue = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      const isReal = !body.dryRun && body.action !== 'count';
      if (body.action === 'expire' && body.ttlMs === undefined)
        issue('ttlMs', 'Say for how long the keys may live');
      if (body.action !== 'expire' && body.ttlMs !== undefined)
        issue('ttlMs', 'Only where keys are to expire');
      if (isReal && body.confirm !== body.match)
        issue('confirm', 'Must be the pattern, typed again');
      if (isReal && body.dryRunId === undefined) issue('dryRunId', 'Finish a dry run first');
    }),
  status: 201,
  result: sweep,
  errors: ['invalid_request'],
  cost: [
    { of: 'a dry run', roundTrips: 1, commands: 5 },
    { of: 'the sweep that follows it', roundTrips: 1, commands: 6 },
  ],
});

export const readSweep = defineOperation({
  method: 'GET',
  path: '/api/sweeps/{id}',
  summary: 'How far a sweep is',
  tier: 'user',
  policy: 'read',
  params,
  result: sweep,
  errors: ['not_found'],
  cost: [{ of: 'a look', roundTrips: 1, commands: 1 }],
});

export const stepSweep = defineOperation({
  method: 'POST',
  path: '/api/sweeps/{id}/steps',
  summary: 'Work on a sweep for a while; whoever calls goes on where the last one stopped',
  tier: 'user',
  policy: 'write',
  params,
  body: z.strictObject({ budgetMs: budgetMs.default(500) }),
  result: sweep.extend({
    stepped: z.boolean().describe('False where it is over, or somebody else works on it'),
  }),
  errors: ['not_found'],
  cost: [
    { of: 'the first step over up to 1,000 keys, only counting', roundTrips: 3, commands: 10 },
    { of: 'the first step, deleting 100 keys', roundTrips: 4, commands: 113 },
    { of: 'a step when it is over', roundTrips: 1, commands: 2 },
  ],
});

export const cancelSweep = defineOperation({
  method: 'DELETE',
  path: '/api/sweeps/{id}',
  summary: 'End a sweep where it stands; a step under way stops at its next page',
  tier: 'user',
  policy: 'write',
  params,
  result: sweep,
  errors: ['not_found'],
  cost: [{ of: 'a cancellation', roundTrips: 1, commands: 3 }],
});

export const sweepsContract = { createSweep, readSweep, stepSweep, cancelSweep };

export type SweepRequest = Omit<BodyOf<typeof createSweep>, 'confirm'>;
export type Sweep = ResultOf<typeof readSweep>;
export type SweepStep = ResultOf<typeof stepSweep>;
