import { z } from 'zod';
import { defineOperation, definePattern, type ResultOf, wholeNumber } from '../../contract';
import { budgetQuery, count, keyName, match, scanCursor, type } from './contract-names';
import { sweepsContract } from './contract-sweeps';
import { valuesContract } from './contract-values';

/** Keys that one SCAN looks at: a round trip instead of a hundred, and Redis is held for under a millisecond. */
export const defaultCount = 1_000;
/** Keys described in one call. */
export const maxDescribed = 50;
/** Keys of one summary call whose type, expiry and memory are asked for. */
export const sampleSize = 200;
/** Demo keys of one call, and in all. */
export const demoBounds = { perCall: 5_000, inAll: 100_000 } as const;
/** Each class holds what ends sooner than its bound; the last what never does. */
export const ttlClasses = ['minute', 'hour', 'day', 'later', 'never'] as const;
export type TtlClass = (typeof ttlClasses)[number];

export const listKeys = defineOperation({
  method: 'GET',
  path: '/api/keys',
  summary: 'Keys by pattern and type, as many as a time budget finds; the rest by its cursor',
  tier: 'anyone',
  policy: 'read',
  query: z.strictObject({
    match: match.default('*'),
    type,
    cursor: scanCursor,
    budgetMs: budgetQuery,
    limit: wholeNumber(1, 10_000)
      .prefault(1_000)
      .describe('Stop once so many are found; the last round trip may bring more'),
  }),
  result: z.strictObject({
    keys: z.array(z.string()).describe('Each once in a call; a later call may repeat one'),
    found: count.describe('By this call and those before it'),
    examined: count.describe('Looked at by this call and those before it, about'),
    total: count.describe('Keys of the database'),
    exact: z.boolean().describe('True where the pattern is one key: it was asked for, not scanned'),
    next: z.string().nullable().describe('The cursor of the next call; null when all was seen'),
  }),
  cost: [
    { of: 'up to 1,000 keys of the database', roundTrips: 1, commands: 3 },
    { of: 'one key by its name', roundTrips: 1, commands: 2 },
  ],
});

export const describeKeys = defineOperation({
  method: 'POST',
  path: '/api/keys/details',
  summary: 'Type, expiry, memory and size of the keys that somebody looks at',
  tier: 'anyone',
  policy: 'read',
  body: z.strictObject({ keys: z.array(keyName).min(1).max(maxDescribed) }),
  maxBodyBytes: 1024 * 1024,
  result: z.strictObject({
    keys: z.array(
      z.strictObject({
        key: z.string(),
        type: z.string().describe("As TYPE says; 'none' for what is gone"),
        expiresInMs: count.nullable().describe('Null for what does not expire'),
        memoryBytes: count.nullable(),
        size: count.nullable().describe('Bytes of a string, entries of anything else'),
      }),
    ),
  }),
  cost: [{ of: '50 keys', roundTrips: 2, commands: 200 }],
});

export const measureKeys = defineOperation({
  method: 'GET',
  path: '/api/keys/size',
  summary: 'How many keys there are, and the memory that Redis uses',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  result: z.strictObject({
    keys: count,
    memoryBytes: count.nullable().describe('Null where this Redis does not tell'),
  }),
  cost: [{ of: 'a look', roundTrips: 1, commands: 2 }],
});

const shape = {
  keys: count,
  sampled: count.describe('Of them, how many were asked for their memory'),
  memoryBytes: count.describe('Of those that were asked'),
};

export const summarizeKeys = defineOperation({
  method: 'GET',
  path: '/api/keys/summary',
  summary: 'What keys there are, by prefix, type, expiry and memory',
  tier: 'anyone',
  policy: 'read',
  query: z.strictObject({ match: match.default('*'), cursor: scanCursor, budgetMs: budgetQuery }),
  result: z.strictObject({
    ...shape,
    examined: count,
    total: count,
    prefixes: z
      .array(z.strictObject({ prefix: z.string(), parent: z.string().nullable(), ...shape }))
      .describe('Two levels below the pattern, each prefix as it is written, the largest first'),
    types: z.record(z.string(), count).describe('Of the keys that were asked'),
    expiries: z.record(z.enum(ttlClasses), count).describe('Of the keys that were asked'),
    next: z.string().nullable().describe('Goes on where this call stopped; add the two up'),
  }),
  cost: [
    { of: '100 keys of a database of up to 1,000', roundTrips: 2, commands: 303 },
    { of: 'a pattern that nothing matches', roundTrips: 1, commands: 3 },
  ],
});

export const makeDemoKeys = defineOperation({
  method: 'POST',
  path: '/api/keys/demo',
  summary: 'Keys of every type to try this with; they go within six hours',
  tier: 'user',
  policy: 'write',
  body: z.strictObject({
    from: z
      .int()
      .min(0)
      .max(demoBounds.inAll - 1)
      .default(0)
      .describe('The number of the first'),
    count: z.int().min(1).max(demoBounds.perCall),
  }),
  result: z.strictObject({ made: count, expiresInMs: count }),
  cost: [{ of: '1,000 keys', roundTrips: 2, commands: 1_200 }],
});

export const scan = definePattern({
  slug: 'scan',
  title: 'Keys and sweeps',
  category: 'bulk',
  summary:
    'What is in a Redis, looked through without holding it up, and swept in steps that can be interrupted.',
  page: '/keys',
  guarantees: [
    {
      promise: 'A key that is there from beginning to end is found, whatever comes and goes',
      cost: 'each 1,000 keys: 1 round trip, 1 command',
    },
    { promise: 'A call ends within its budget, and the next goes on where it stopped' },
    {
      promise: 'A sweep that is killed goes on from its last page, and two never work at once',
      cost: 'a page of up to 1,000 keys: 2 round trips side by side, a command a key and 4 more',
    },
    {
      promise: 'A page of a value is bounded, whatever its type',
      cost: '2 round trips, 5 commands',
    },
  ],
  operations: {
    listKeys,
    describeKeys,
    measureKeys,
    summarizeKeys,
    makeDemoKeys,
    ...valuesContract,
    ...sweepsContract,
  },
});

export type KeyPage = ResultOf<typeof listKeys>;
export type KeyFacts = ResultOf<typeof describeKeys>['keys'][number];
export type Summary = ResultOf<typeof summarizeKeys>;
export type PrefixSummary = Summary['prefixes'][number];
