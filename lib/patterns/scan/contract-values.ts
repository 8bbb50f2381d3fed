import { z } from 'zod';
import { defineOperation, type ResultOf, isCursor } from '../../contract';
import { count, keyName } from './contract-names';

/** What one page of a value holds at the most. */
export const valueBounds = {
  /** Bytes of a text. */
  textBytes: 16_384,
  /** Bytes of what is no text, shown as they are. */
  rawBytes: 256,
  entries: 100,
  /** Bytes that a page of entries should stay below, by the average size of an entry. */
  pageBytes: 256 * 1024,
  /** Characters of one entry; the rest is cut off. */
  entryChars: 2_048,
} as const;

const entry = z.strictObject({
  name: z.string().describe('The index, field, score or id; of a set, empty'),
  value: z.string(),
  cut: z
    .boolean()
    .describe(`True where only the first ${valueBounds.entryChars} characters are here`),
});

const from = count.describe('The first byte that is shown');

const value = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), from, text: z.string() }),
  z.strictObject({
    kind: z.literal('binary'),
    from,
    bytes: z.array(z.int().min(0).max(255)).describe('What is no text, byte by byte'),
  }),
  z.strictObject({
    kind: z.literal('hyperloglog'),
    estimate: count,
    from,
    bytes: z.array(z.int().min(0).max(255)),
  }),
  z.strictObject({ kind: z.literal('entries'), entries: z.array(entry) }),
  z.strictObject({
    kind: z.literal('too-large'),
    averageBytes: count.describe('Of an entry: one page would be larger than a call may answer'),
  }),
  z.strictObject({ kind: z.literal('unknown') }).describe('A type that this viewer does not know'),
]);

export const readKey = defineOperation({
  method: 'GET',
  path: '/api/keys/value',
  summary: 'One page of the value of a key, whatever its type',
  tier: 'anyone',
  policy: 'read',
  query: z.strictObject({
    key: keyName,
    cursor: z
      .string()
      .regex(/^\d{1,20}(-\d{1,20})?$/, 'The `next` of the page before')
      .refine(isCursor, 'The `next` of the page before')
      .optional()
      .describe('The `next` of the page before; absent for the first'),
  }),
  result: z.strictObject({
    key: z.string(),
    type: z.string().describe('As TYPE says'),
    expiresInMs: count.nullable().describe('Null for what does not expire'),
    memoryBytes: count.nullable().describe('What Redis holds for it; null where it does not tell'),
    size: count.nullable().describe('Bytes of a string, entries of anything else'),
    value,
    next: z.string().nullable(),
  }),
  errors: ['not_found', 'version_conflict'],
  cost: [
    { of: 'a page of a text, list, set, sorted set, hash or stream', roundTrips: 2, commands: 5 },
    {
      of: 'a page of a HyperLogLog; of what is no text otherwise, a command less',
      roundTrips: 3,
      commands: 7,
    },
  ],
});

export const deleteKey = defineOperation({
  method: 'DELETE',
  path: '/api/keys/value',
  summary: 'Delete one key; its memory is freed in the background',
  tier: 'user',
  policy: 'write',
  query: z.strictObject({ key: keyName }),
  result: z.strictObject({ key: z.string(), deleted: z.boolean() }),
  cost: [{ of: 'a deletion', roundTrips: 1, commands: 1 }],
});

export const valuesContract = { readKey, deleteKey };

export type ValuePage = ResultOf<typeof readKey>;
export type Value = ValuePage['value'];
