import { z } from 'zod';
import { defineOperation, definePattern } from '../../contract';
import { bulkContract } from './contract-bulk';

/** The ways in which the same commands are sent, slowest first. */
export const ways = ['one-by-one', 'automatic', 'pipeline', 'atomic', 'script'] as const;
export type Way = (typeof ways)[number];

/** The most commands of a comparison: one by one they are as many round trips. */
export const maxCompared = 500;
/** Commands of the part in which one fails. */
export const failingCommands = 10;
/** Comparisons that are kept for whoever looks at the page. */
export const maxComparisons = 20;

const wayResult = z.strictObject({
  way: z.enum(ways),
  roundTrips: z.int(),
  commands: z.int().describe('As a host bills them: also those inside a script, and the script'),
  sentBytes: z.int(),
  receivedBytes: z.int(),
  ms: z.number(),
  reader: z.strictObject({
    looks: z.int().describe('How often another connection looked meanwhile'),
    between: z.int().describe('Looks that saw the first command done and the last one not'),
  }),
  failure: z.strictObject({
    applied: z.int().describe(`Of the ${failingCommands - 1} commands that are right`),
    told: z.int().describe('Commands whose outcome the caller got to know'),
    thrown: z.string().nullable().describe('What the caller had to catch'),
  }),
});

const comparison = z.strictObject({
  id: z.string(),
  at: z.int().describe('Epoch milliseconds'),
  commands: z.int().describe('How many each way was given'),
  ways: z.array(wayResult),
});

export const compareBatches = defineOperation({
  method: 'POST',
  path: '/api/pipelines/comparisons',
  summary: 'Do the same commands in five ways, here and now, and measure each',
  tier: 'anyone',
  policy: 'proof',
  body: z.strictObject({ commands: z.int().min(2).max(maxCompared).default(100) }),
  status: 201,
  result: comparison,
  cost: [],
});

export const listComparisons = defineOperation({
  method: 'GET',
  path: '/api/pipelines/comparisons',
  summary: `The last ${maxComparisons} comparisons, newest first`,
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  result: z.strictObject({ now: z.int(), comparisons: z.array(comparison) }),
  cost: [{ of: 'a read', roundTrips: 1, commands: 1 }],
});

export const pipeline = definePattern({
  slug: 'pipeline',
  title: 'Pipelines',
  category: 'bulk',
  summary:
    'Many commands in few round trips, each with its own outcome: independent, all at once, or one from another.',
  page: '/pipelines',
  guarantees: [
    {
      promise: 'Results map one to one, errors included: one that fails fails alone',
      cost: 'n commands: ⌈n / 500⌉ round trips, cut by bytes too',
    },
    {
      promise: 'A lost answer applies once',
      cost: '3 commands a batch for a script and its receipt; nothing where repeating does no harm',
    },
    {
      promise: 'An atomic batch is all or nothing to whoever reads meanwhile',
      cost: '1 round trip, n commands',
    },
    {
      promise: 'An import that broke off goes on after the line that was acknowledged last',
      cost: '120 users: 2 round trips, 487 commands',
    },
  ],
  operations: { compareBatches, listComparisons, ...bulkContract },
});

export type Comparison = z.output<typeof comparison>;
export type WayResult = Comparison['ways'][number];
