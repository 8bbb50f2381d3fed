import { z } from 'zod';

export const profileId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'The name of a customer')
  .describe('The name of the customer’s account');

/** How long a profile may be served. */
export const profileTimes = {
  ttlMs: 15_000,
  staleMs: 60_000,
  graceMs: 3_600_000,
  negativeTtlMs: 10_000,
} as const;

const line = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'No control characters');

/** What its owner may change. */
export const profileText = z.strictObject({
  displayName: line(100).min(1),
  city: line(100),
  bio: z
    .string()
    .max(2_000)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|\n)*$/u, 'No control characters but line breaks'),
});

const amount = z.int().min(0);

/** Who a customer is, and what they have bought: the same for whoever asks. */
export const profile = profileText.extend({
  id: z.string(),
  shop: z.string(),
  memberSince: z.int().describe('Epoch milliseconds'),
  version: z.int(),
  orders: amount,
  spentCents: amount,
  lastOrderAt: z.int().nullable(),
  rank: z
    .int()
    .min(1)
    .nullable()
    .describe('Place among the customers of the shop by what they spent; null without an order'),
  customers: amount.describe('Customers of the shop who have ordered'),
  favourites: z.array(z.strictObject({ name: z.string(), quantity: z.int() })).max(3),
});

const ms = z.number().min(0);

/** How a cache reached a value. */
export const cacheReading = z.strictObject({
  status: z
    .enum(['hit', 'negative', 'stale', 'miss', 'waited', 'stale-if-error', 'bypass'])
    .describe(
      'hit: stored and fresh. stale: old, being loaded anew. miss: loaded for this answer. waited: loaded by another at that moment. stale-if-error: old, since it cannot be loaded. bypass: loaded past the cache',
    ),
  reason: z.string().describe('Why, in a word'),
  stored: z.string().optional().describe('What became of a value that was loaded'),
  ageMs: ms.describe('Since it was stored'),
  expiresInMs: ms.describe('For how long it stays fresh'),
  loadMs: ms.optional().describe('What loading it took'),
  savedMs: ms.optional().describe('What this answer did not spend on loading'),
  tookMs: ms.describe('What this read took in the server'),
});
