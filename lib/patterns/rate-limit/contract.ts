import { z } from 'zod';
import { defineOperation, definePattern, type ResultOf } from '../../contract';
import {
  amount,
  at,
  cost,
  decision,
  forMs,
  identifier,
  maxLimit,
  policy,
  policyName,
  type algorithms,
} from './contract-schemas';

const policyParams = z.strictObject({ policy: policyName });
const identifierParams = z.strictObject({ policy: policyName, identifier });

export const checkRateLimit = defineOperation({
  method: 'POST',
  path: '/api/rate-limits/{policy}/check',
  summary: 'May this caller go on? Takes from every limit of the policy, or from none',
  tier: 'anyone',
  policy: 'write',
  params: policyParams,
  query: z.strictObject({
    enforce: z
      .enum(['true', 'false'])
      .default('false')
      .describe('true: a refusal is answered as 429, as a guarded route would'),
  }),
  body: z.strictObject({ identifier, cost: cost.default(1) }),
  result: decision,
  errors: ['not_found', 'forbidden', 'rate_limited'],
  cost: [
    { of: 'a caller who was not seen lately', roundTrips: 1, commands: 2 },
    { of: 'a known caller, allowed by a token bucket', roundTrips: 1, commands: 4 },
    { of: 'a known caller, allowed by a sliding log', roundTrips: 1, commands: 4 },
    { of: 'a refusal', roundTrips: 1, commands: 3 },
    { of: 'a refusal again, within a second', roundTrips: 0, commands: 0 },
  ],
});

export const readRateLimit = defineOperation({
  method: 'GET',
  path: '/api/rate-limits/{policy}/identifiers/{identifier}',
  summary: 'What is left for one identifier; takes nothing',
  tier: 'anyone',
  policy: 'read',
  params: identifierParams,
  result: decision,
  errors: ['not_found', 'forbidden'],
  cost: [
    { of: 'a caller who was not seen lately', roundTrips: 1, commands: 2 },
    { of: 'a known caller', roundTrips: 1, commands: 3 },
  ],
});

export const overrideRateLimit = defineOperation({
  method: 'PUT',
  path: '/api/rate-limits/{policy}/identifiers/{identifier}',
  summary: 'Give one identifier limits of its own for a time',
  tier: 'admin',
  policy: 'write',
  params: identifierParams,
  body: z.strictObject({
    limits: z
      .array(z.int().min(1).max(maxLimit))
      .min(1)
      .max(4)
      .describe('A limit for each of the policy, in its order'),
    forMs,
  }),
  result: decision,
  errors: ['not_found'],
  cost: [{ of: 'an override of a known caller', roundTrips: 2, commands: 7 }],
});

export const resetRateLimit = defineOperation({
  method: 'DELETE',
  path: '/api/rate-limits/{policy}/identifiers/{identifier}',
  summary: 'Forget what one identifier spent, and its override; a block stays',
  tier: 'admin',
  policy: 'write',
  params: identifierParams,
  result: z.strictObject({ reset: z.boolean().describe('False where nothing was known') }),
  errors: ['not_found'],
  cost: [{ of: 'a reset of a known caller', roundTrips: 1, commands: 4 }],
});

export const listRateLimits = defineOperation({
  method: 'GET',
  path: '/api/rate-limits',
  summary: 'The policies of this deployment',
  tier: 'anyone',
  policy: 'read',
  result: z.strictObject({ policies: z.array(policy) }),
  cost: [],
});

const block = z.strictObject({ policy: z.string(), identifier: z.string(), until: at });

export const listBlocks = defineOperation({
  method: 'GET',
  path: '/api/rate-limits/blocks',
  summary: 'Who is blocked, the longest first; at most 100',
  tier: 'admin',
  policy: 'read',
  result: z.strictObject({ blocks: z.array(block) }),
  cost: [{ of: 'a read', roundTrips: 1, commands: 1 }],
});

export const addBlock = defineOperation({
  method: 'PUT',
  path: '/api/rate-limits/{policy}/blocks/{identifier}',
  summary: 'Refuse every call of one identifier for a time',
  tier: 'admin',
  policy: 'write',
  params: identifierParams,
  body: z.strictObject({ forMs }),
  result: block,
  errors: ['not_found'],
  cost: [{ of: 'a block of a known caller', roundTrips: 2, commands: 7 }],
});

export const removeBlock = defineOperation({
  method: 'DELETE',
  path: '/api/rate-limits/{policy}/blocks/{identifier}',
  summary: 'Lift a block',
  tier: 'admin',
  policy: 'write',
  params: identifierParams,
  result: z.strictObject({ lifted: z.boolean() }),
  errors: ['not_found'],
  cost: [{ of: 'a block that is lifted', roundTrips: 2, commands: 5 }],
});

export const ranges = ['1h', '24h'] as const;

const outcomes = { allowed: amount, refused: amount };
const top = z.array(
  z.strictObject({
    policy: z.string(),
    identifier: z.string().describe('Cut short for who is no admin, but for the demos'),
    checks: z.int().min(1),
  }),
);

export const readRateLimitStatus = defineOperation({
  method: 'GET',
  path: '/api/rate-limits/status',
  summary: 'Checks allowed and refused over a range, by policy, with the identifiers at the top',
  tier: 'anyone',
  policy: 'read',
  query: z.strictObject({
    range: z.enum(ranges).default('1h'),
    policy: policyName.optional().describe('Only the checks of this policy'),
  }),
  result: z.strictObject({
    range: z.enum(ranges),
    from: at,
    to: at.describe('The end of the window (exclusive), in epoch milliseconds'),
    bucketMs: z.int(),
    now: at,
    ...outcomes,
    series: z.array(z.strictObject({ at, ...outcomes })),
    policies: z.array(z.strictObject({ policy: z.string(), ...outcomes })),
    topAllowed: top,
    topRefused: top,
  }),
  cost: [{ of: 'a read of either range', roundTrips: 1, commands: 4 }],
});

export const rateLimit = definePattern({
  slug: 'rate-limit',
  title: 'Rate limiting',
  category: 'guard',
  summary:
    'Several limits in one atomic check, by the clock of Redis: fixed window, exact sliding log, token bucket.',
  page: '/rate-limits',
  guarantees: [
    {
      promise: 'A sliding log admits no more than its limit in any window, whoever asks from where',
      cost: '1 round trip, 2 to 4 commands',
    },
    {
      promise: 'Several limits are taken from together, or not at all',
      cost: 'the same, however many',
    },
    { promise: 'A refusal takes nothing', cost: '3 commands; 0 while the process remembers it' },
    {
      promise: 'A call that is sent again under its id within a minute is charged once',
      cost: 'no further command; a record holds the receipts of about seventy calls',
    },
  ],
  operations: {
    checkRateLimit,
    readRateLimit,
    overrideRateLimit,
    resetRateLimit,
    listRateLimits,
    listBlocks,
    addBlock,
    removeBlock,
    readRateLimitStatus,
  },
});

export type Algorithm = (typeof algorithms)[number];
export type Decision = z.output<typeof decision>;
export type Block = z.output<typeof block>;
export type Range = (typeof ranges)[number];
export type ResultOfStatus = ResultOf<typeof readRateLimitStatus>;
