import { z } from 'zod';
import { defineOperation, definePattern, type ResultOf } from '../../contract';
import { scheduleContract } from './contract-schedule';

/** The longest that a lock lives without being extended, in milliseconds. */
export const maxTtlMs = 10 * 60_000;
const minTtlMs = 100;
/** The most who wait for one lock; further ones try without a place. */
export const maxWaiters = 64;
/** The most locks that the list names. */
export const maxListed = 100;
const maxWaitMs = 10_000;
const maxValueLength = 16_384;

const resource = z
  .string()
  .regex(/^[\w.-]{1,64}$/, '1 to 64 letters, digits and . _ - only')
  .describe('What the lock is for');
const params = z.strictObject({ resource });

const ttlMs = z
  .int()
  .min(minTtlMs)
  .max(maxTtlMs)
  .describe('The lock ends by itself after so many milliseconds, if it is not extended');
const token = z
  .string()
  .regex(/^[\w-]{16,64}$/, 'A token as the grant gave it')
  .describe('The proof of being the holder; a secret');
const fence = z
  .int()
  .min(1)
  .describe(
    'Higher with every grant. Show it with each write, so that a store can refuse older ones',
  );
const owner = z.string().describe('Who holds it, as they called themselves');
const at = z.int().describe('In epoch milliseconds, by the clock of Redis');

const held = z.strictObject({
  resource: z.string(),
  owner,
  fence,
  grantedAt: at,
  expiresAt: at,
  waiting: z.int().describe('Who wait in the line'),
});

export const listLocks = defineOperation({
  method: 'GET',
  path: '/api/locks',
  summary: 'Who holds which lock, those first whose time is over first; never a token',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  result: z.strictObject({ now: at, locks: z.array(held).max(maxListed) }),
  cost: [
    { of: 'the list', roundTrips: 1, commands: 4 },
    { of: 'the list while nothing is locked', roundTrips: 1, commands: 3 },
  ],
});

export const acquireLock = defineOperation({
  method: 'POST',
  path: '/api/locks/{resource}',
  summary: 'Take a lock, waiting for its turn if asked to; 409 while somebody else holds it',
  tier: 'user',
  policy: 'write',
  params,
  body: z.strictObject({
    ttlMs,
    owner: z
      .string()
      .regex(/^[\w.@-]{1,64}$/, '1 to 64 letters, digits and . _ @ - only')
      .optional()
      .describe('A name to show on the list; the name of the user where none is given'),
    waitMs: z
      .int()
      .min(0)
      .max(maxWaitMs)
      .default(0)
      .describe('How long to wait in the line for a lock that is held; 0 to be told at once'),
  }),
  result: z.strictObject({ token, fence, grantedAt: at, expiresAt: at }),
  status: 201,
  errors: ['lock_held'],
  cost: [
    { of: 'a free lock, put on the list', roundTrips: 1, commands: 5 },
    { of: 'the first lock of a minute, which also clears the list up', roundTrips: 1, commands: 7 },
    { of: 'a grant that is asked for again', roundTrips: 1, commands: 2 },
  ],
});

export const extendLock = defineOperation({
  method: 'PATCH',
  path: '/api/locks/{resource}',
  summary: 'Prolong a lock from now on; 409 where it is lost',
  tier: 'user',
  policy: 'write',
  params,
  body: z.strictObject({ token, ttlMs }),
  result: z.strictObject({ fence, grantedAt: at, expiresAt: at }),
  errors: ['lock_lost'],
  cost: [{ of: 'an extension', roundTrips: 1, commands: 5 }],
});

export const releaseLock = defineOperation({
  method: 'DELETE',
  path: '/api/locks/{resource}',
  summary: 'Give a lock back; an admin may break one without its token',
  tier: 'user',
  policy: 'write',
  params,
  body: z.strictObject({
    token: token.optional().describe('The token of the grant; left out, an admin breaks the lock'),
  }),
  result: z.strictObject({
    outcome: z
      .enum(['released', 'free'])
      .describe(
        'free: nobody held it, since its time is over or it was broken. Sent again, released',
      ),
  }),
  errors: ['forbidden', 'lock_lost'],
  cost: [
    { of: 'a release, taken off the list', roundTrips: 1, commands: 4 },
    { of: 'a release of what nobody holds', roundTrips: 1, commands: 2 },
  ],
});

export const writeGuarded = defineOperation({
  method: 'PUT',
  path: '/api/locks/{resource}/value',
  summary:
    'Write a value as the holder of a lock; 409 where a later holder was there, or nobody is',
  tier: 'user',
  policy: 'write',
  params,
  body: z.strictObject({
    token,
    fence,
    value: z
      .string()
      .max(maxValueLength)
      .optional()
      .describe('Left out, the fence alone is shown: lower ones are refused from then on'),
  }),
  result: z.strictObject({
    at: at.describe('When it was accepted, by the clock of Redis'),
    fence,
    value: z.string().nullable().describe('What is stored now'),
  }),
  errors: ['lock_lost', 'stale_fence'],
  cost: [
    { of: 'a write', roundTrips: 2, commands: 5 },
    { of: 'a fence shown again', roundTrips: 2, commands: 4 },
  ],
});

export const readGuarded = defineOperation({
  method: 'GET',
  path: '/api/locks/{resource}/value',
  summary: 'A guarded value and the highest fence that it has seen',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  params,
  result: z.strictObject({
    value: z.string().nullable().describe('Null where nothing was written'),
    fence: fence.nullable(),
    writtenAt: at.nullable(),
  }),
  cost: [{ of: 'a read', roundTrips: 1, commands: 1 }],
});

export const lock = definePattern({
  slug: 'lock',
  title: 'Locks',
  category: 'work',
  summary:
    'One at a time across servers, with a fence for those who do not know that they lost it.',
  page: '/locks',
  guarantees: [
    {
      promise: "A stale holder's write is refused by its fence, which never goes back",
      cost: 'taken with its fence: 1 round trip, 4 commands; 5 on the list',
    },
    {
      promise: 'Only the token of the grant releases or extends; a lost answer still acquires',
      cost: 'release: 1 round trip, 3 commands; 4 on the list',
    },
    {
      promise: 'Who waits gets it in their order, within the TTL and one poll of a crash',
      cost: 'a refusal or a poll: 1 round trip, 2 commands',
    },
    {
      promise: 'A lock that cannot be kept is told to its holder before its time is over',
      cost: 'a renewal each third of the TTL: 4 commands',
    },
  ],
  operations: {
    listLocks,
    acquireLock,
    extendLock,
    releaseLock,
    writeGuarded,
    readGuarded,
    ...scheduleContract,
  },
});

export type ResultOfList = ResultOf<typeof listLocks>;
export type ResultOfRead = ResultOf<typeof readGuarded>;
