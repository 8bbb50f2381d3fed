import { z } from 'zod';
import { defineOperation, definePattern, type ResultOf } from '../../contract';
import { presenceContract } from './contract-presence';

/** At the most so many counters in one call. */
export const maxBatch = 50;
/** The most counters that one instance holds. */
export const maxCounters = 1_000;
/** Minutes whose changes are told apart; the running one is the last. */
export const rateMinutes = 30;

const name = z
  .string()
  .regex(/^[\w.-]{1,64}$/, '1 to 64 letters, digits and . _ - only')
  .describe('The name of the counter');

const value = z.int();
const maxStep = 1_000_000_000_000;

const change = {
  by: z
    .int()
    .min(-maxStep)
    .max(maxStep)
    .refine((by) => by !== 0, 'A change by 0 changes nothing')
    .describe('What is added; negative to take'),
  floor: value.optional().describe('Refuse to take it below this'),
  ceiling: value.optional().describe('Refuse to raise it above this'),
};

const outcome = z.strictObject({
  name: z.string(),
  value: value.describe('The counter after the call, changed or not'),
  applied: z.boolean(),
  refused: z
    .enum(['floor', 'ceiling', 'full', 'other'])
    .optional()
    .describe(
      'Why nothing was changed: a bound, no room for a new counter, or another change of the same call was refused',
    ),
});

const reading = z.strictObject({
  name: z.string(),
  value,
  series: z
    .array(z.strictObject({ at: z.int(), added: value, taken: value }))
    .describe(`What was added and taken in each of the last ${rateMinutes} minutes`),
});

export const changeCounter = defineOperation({
  method: 'POST',
  path: '/api/counters/{name}',
  summary: 'Add to a counter or take from it, within bounds; a refusal is an answer, not an error',
  tier: 'user',
  policy: 'write',
  params: z.strictObject({ name }),
  body: z.strictObject(change),
  result: outcome,
  cost: [
    { of: 'a change', roundTrips: 1, commands: 6 },
    { of: 'a change that a bound refuses', roundTrips: 1, commands: 5 },
  ],
});

export const changeCounters = defineOperation({
  method: 'POST',
  path: '/api/counters',
  summary: 'Change several counters together: all of the changes are applied, or none',
  tier: 'user',
  policy: 'write',
  body: z.strictObject({
    changes: z
      .array(z.strictObject({ name, ...change }))
      .min(1)
      .max(maxBatch)
      .refine(
        (changes) => new Set(changes.map((entry) => entry.name)).size === changes.length,
        'A counter is named twice',
      ),
  }),
  result: z.strictObject({
    applied: z.boolean().describe('True where all changes were applied, false where none was'),
    counters: z.array(outcome).describe('In the order of the changes'),
  }),
  cost: [{ of: '20 counters together', roundTrips: 1, commands: 6 }],
});

export const readCounters = defineOperation({
  method: 'GET',
  path: '/api/counters',
  summary: 'Several counters with their changes by minute',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  query: z.strictObject({
    names: z
      .string()
      .regex(/^[\w.-]{1,64}(,[\w.-]{1,64}){0,19}$/, '1 to 20 names, parted by commas')
      .describe('The counters, parted by commas; one that was never changed stands at 0'),
  }),
  result: z.strictObject({
    now: z.int().describe('The time of the answer, in epoch milliseconds'),
    counters: z.array(reading).describe('In the order asked for, each once'),
  }),
  cost: [{ of: 'a read of any number of counters', roundTrips: 1, commands: 1 }],
});

export const deleteCounter = defineOperation({
  method: 'DELETE',
  path: '/api/counters/{name}',
  summary: 'Forget a counter and its minutes; it stands at 0 again',
  tier: 'admin',
  policy: 'write',
  params: z.strictObject({ name }),
  result: z.strictObject({ name: z.string() }),
  cost: [{ of: 'a deletion', roundTrips: 1, commands: 3 }],
});

export const counters = definePattern({
  slug: 'counters',
  title: 'Counters and presence',
  category: 'measure',
  summary:
    'Numbers that many change at once and that keep their bounds, and who is here now by heartbeat.',
  page: '/counters',
  guarantees: [
    {
      promise: 'A bounded counter never passes its floor or ceiling, however many rush',
      cost: 'decided and applied in one script',
    },
    {
      promise: 'With answers lost at random, the total equals the calls',
      cost: '2 commands for the receipt',
    },
    {
      promise: 'Whoever is killed is gone within the TTL; nobody counts twice over tabs',
      cost: 'beat and count: 1 round trip, 4 commands',
    },
    {
      promise: 'Any number of counters is changed, or read with its minutes, at one price',
      cost: '6 commands, and 1',
    },
  ],
  operations: {
    changeCounter,
    changeCounters,
    readCounters,
    deleteCounter,
    ...presenceContract,
  },
});

export type Change = z.output<z.ZodObject<typeof change>>;
export type NamedChange = Change & { name: string };
export type Outcome = z.output<typeof outcome>;
export type Reading = z.output<typeof reading>;
export type ResultOfMany = ResultOf<typeof changeCounters>;
