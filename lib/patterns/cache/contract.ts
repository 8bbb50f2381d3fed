import { z } from 'zod';
import { defineOperation, definePattern, type ResultOf, wholeNumber } from '../../contract';
import { cacheReading, profile, profileId, profileText } from './contract-profiles';
import { stats, statsQuery } from './contract-stats';

export { profileTimes } from './contract-profiles';

const params = z.strictObject({ id: profileId });

export const listProfiles = defineOperation({
  method: 'GET',
  path: '/api/profiles',
  summary: 'Customers whose name begins so; without a beginning, some at random',
  tier: 'anyone',
  policy: 'read',
  query: z.strictObject({
    q: z
      .string()
      .regex(/^[a-z0-9._-]{1,64}$/, 'Small letters, digits and . _ - only')
      .optional()
      .describe('How the name begins'),
    limit: wholeNumber(1, 50).prefault(10),
  }),
  result: z.strictObject({
    profiles: z.array(
      z.strictObject({ id: z.string(), displayName: z.string(), city: z.string() }),
    ),
  }),
  errors: ['database_unreachable'],
  cost: [],
});

export const readProfile = defineOperation({
  method: 'GET',
  path: '/api/profiles/{id}',
  summary: 'A customer’s profile through the cache, with why it was a hit, a miss or stale',
  tier: 'anyone',
  policy: 'read',
  params,
  result: z.strictObject({ profile, cache: cacheReading }),
  errors: ['not_found', 'database_unreachable', 'origin_unavailable'],
  cost: [
    { of: 'a hit, with both of its tags', roundTrips: 1, commands: 1 },
    { of: 'a stale one that another is loading', roundTrips: 2, commands: 4 },
    { of: 'a miss', roundTrips: 3, commands: 9 },
    { of: 'the first miss ever, which makes the tags', roundTrips: 3, commands: 11 },
  ],
});

export const writeProfile = defineOperation({
  method: 'PUT',
  path: '/api/profiles/{id}',
  summary: 'Change a profile; whoever reads it after the answer sees the change',
  tier: 'user',
  self: 'id',
  policy: 'write',
  params,
  body: profileText.extend({
    version: z
      .int()
      .min(1)
      // The database counts in 32 bits, and refuses to compare with more.
      .max(2_147_483_647)
      .optional()
      .describe('Refuse if it is not at this version any more; unless told, the last write wins'),
  }),
  result: z.strictObject({ version: z.int().describe('The profile’s version now') }),
  errors: ['not_found', 'version_conflict', 'database_unreachable'],
  cost: [{ of: 'a change', roundTrips: 1, commands: 1 }],
});

const name = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'No control characters');

export const invalidateCache = defineOperation({
  method: 'POST',
  path: '/api/cache/invalidations',
  summary: 'Make profiles invalid, by id and by tag, with the loads of them that are under way',
  tier: 'admin',
  policy: 'write',
  body: z
    .strictObject({
      keys: z.array(profileId).max(100).default([]).describe('Ids of profiles'),
      tags: z
        .array(name)
        .max(100)
        .default([])
        .describe('profiles is every one’s tag, user:<id> one’s own'),
    })
    .refine(({ keys, tags }) => keys.length + tags.length > 0, 'Name a key or a tag'),
  result: z.strictObject({ invalidated: z.literal(true) }),
  cost: [{ of: 'any number of keys and tags', roundTrips: 1, commands: 1 }],
});

export const readCacheStats = defineOperation({
  method: 'GET',
  path: '/api/cache/stats',
  summary: 'What the caches did over a range: hits and loads, latencies, loads avoided',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  query: statsQuery,
  result: stats,
  cost: [{ of: 'a read of either range', roundTrips: 1, commands: 2 }],
});

export const cache = definePattern({
  slug: 'cache',
  title: 'Caching layer',
  category: 'cache',
  summary:
    'A cache that loads once however many miss, serves old values while it loads, and never one from before an invalidation.',
  page: '/cache',
  guarantees: [
    {
      promise:
        'Any number of readers who miss at once, over any number of processes, cause one load',
      cost: 'its loader: 3 round trips',
    },
    {
      promise: 'A read that starts after an invalidation has returned is never older',
      cost: 'invalidating: 1 command for any number of keys and tags',
    },
    { promise: 'A hit with any number of tags', cost: '1 round trip, 1 command' },
    { promise: 'A loader that is killed is replaced within its lease', cost: '5 s unless told' },
    {
      promise: 'While the origin is down, old values are served up to their grace',
      cost: '1 round trip, 1 command',
    },
  ],
  operations: { listProfiles, readProfile, writeProfile, invalidateCache, readCacheStats },
});

export type ProfileEntry = ResultOf<typeof listProfiles>['profiles'][number];
export type Profile = z.output<typeof profile>;
export type CacheReading = z.output<typeof cacheReading>;
export type ResultOfProfile = ResultOf<typeof readProfile>;
