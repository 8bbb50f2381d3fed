import { z } from 'zod';
import { defineOperation, definePattern, type ResultOf } from '../../contract';

const at = z.int().describe('Epoch milliseconds');

/** A user's name as accounts have it. */
export const userName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'Lower-case letters, digits and . _ - only');

const handle = z
  .string()
  .regex(/^[\w-]{16}$/, 'The handle of a session, 16 characters')
  .describe('The public name of a session. It is not its id and opens nothing');

/** What JSON can say. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

// What arrives has been parsed as JSON: there is nothing left to check, and no recursive schema to describe.
const json = z.unknown().describe('Any JSON') as z.ZodType<Json>;

const fieldName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.-]+$/, 'Letters, digits and . _ - only');

const session = z.strictObject({
  handle,
  userId: z.string(),
  device: z.string(),
  address: z.string().optional().describe('The network address that signed in, where it is known'),
  createdAt: at,
  lastSeenAt: at.describe('The use before this one, by the clock of the server that answered it'),
  expiresAt: at.describe('When it expires if it is not used before'),
  absoluteExpiresAt: at.describe('When it expires however often it is used'),
});

const currentSession = session.extend({
  version: z.int().describe('Send it back with a save'),
  data: z.record(z.string(), json),
});

const listed = session.extend({
  current: z.boolean().describe('True for the session that asks'),
});

const ofUser = { user: userName.optional().describe("Another user's; admins only") };
const ended = z.strictObject({ ended: z.int().min(0).describe('Sessions that were alive') });

export const signIn = defineOperation({
  method: 'POST',
  path: '/api/sessions',
  summary: 'Sign in: begins a session and sets its cookie',
  tier: 'anyone',
  policy: 'sign-in',
  body: z.strictObject({ name: z.string().min(1).max(64), password: z.string().min(1).max(256) }),
  maxBodyBytes: 2048,
  result: z.strictObject({ session: currentSession }),
  status: 201,
  errors: ['sign_in_refused', 'idempotency_key_reused'],
  cost: [
    { of: 'a sign-in', roundTrips: 4, commands: 21 },
    { of: 'the first of a user, and of an hour', roundTrips: 4, commands: 24 },
  ],
});

export const listSessions = defineOperation({
  method: 'GET',
  path: '/api/sessions',
  summary: "A user's living sessions, the one used last first",
  tier: 'user',
  policy: 'read',
  query: z.strictObject(ofUser),
  result: z.strictObject({ sessions: z.array(listed) }),
  errors: ['forbidden'],
  cost: [{ of: 'any number of sessions', roundTrips: 2, commands: 2 }],
});

export const endSessions = defineOperation({
  method: 'DELETE',
  path: '/api/sessions',
  summary: 'End all sessions of a user, or all others than the one that asks',
  tier: 'user',
  policy: 'write',
  query: z.strictObject({ scope: z.enum(['others', 'all']), ...ofUser }),
  result: ended,
  errors: ['forbidden', 'idempotency_key_reused'],
  cost: [{ of: 'any number of sessions', roundTrips: 1, commands: 12 }],
});

export const readCurrentSession = defineOperation({
  method: 'GET',
  path: '/api/sessions/current',
  summary: 'The session that asks, or null; a use of it',
  tier: 'anyone',
  policy: 'read',
  result: z.strictObject({
    session: currentSession.nullable(),
    sampleAccounts: z
      .array(z.strictObject({ name: z.string(), password: z.string(), admin: z.boolean() }))
      .optional()
      .describe(
        'Accounts to try this with. Only where the app runs locally; a deployed one has none',
      ),
  }),
  cost: [{ of: 'a read, which renews', roundTrips: 1, commands: 2 }],
});

export const saveCurrentSession = defineOperation({
  method: 'PATCH',
  path: '/api/sessions/current',
  summary: 'Save fields of the session; those of others stay as they are',
  tier: 'user',
  policy: 'write',
  body: z.strictObject({
    fields: z
      .record(fieldName, json)
      .refine((fields) => Object.keys(fields).length > 0, 'At least one field')
      .refine((fields) => JSON.stringify(fields).length <= 8192, 'At most 8 KiB')
      .describe('null removes a field'),
    version: z.int().min(1).describe('The version that was read'),
  }),
  maxBodyBytes: 16 * 1024,
  result: z.strictObject({ version: z.int() }),
  errors: ['version_conflict', 'idempotency_key_reused'],
  cost: [{ of: 'a save', roundTrips: 1, commands: 5 }],
});

export const signOut = defineOperation({
  method: 'DELETE',
  path: '/api/sessions/current',
  summary: 'Sign out: ends the session and takes its cookie back',
  tier: 'anyone',
  policy: 'write',
  result: z.strictObject({ signedIn: z.literal(false) }),
  cost: [{ of: 'a sign-out', roundTrips: 1, commands: 10 }],
});

export const rotateCurrentSession = defineOperation({
  method: 'POST',
  path: '/api/sessions/current/rotations',
  summary: 'Give the session a new id; the old one is good for a few seconds more',
  tier: 'user',
  policy: 'write',
  result: z.strictObject({
    rotated: z.boolean().describe('False where another request had just done it'),
  }),
  cost: [{ of: 'a rotation', roundTrips: 1, commands: 8 }],
});

export const endSession = defineOperation({
  method: 'DELETE',
  path: '/api/sessions/{handle}',
  summary: 'End one session by its handle',
  tier: 'user',
  policy: 'write',
  params: z.strictObject({ handle }),
  query: z.strictObject(ofUser),
  result: ended,
  errors: ['forbidden', 'not_found', 'idempotency_key_reused'],
  cost: [{ of: 'one session', roundTrips: 1, commands: 11 }],
});

export const countRanges = ['1h', '24h'] as const;

export const readActiveSessions = defineOperation({
  method: 'GET',
  path: '/api/sessions/active',
  summary: 'How many sessions there are, now and over time',
  tier: 'anyone',
  policy: 'read',
  query: z.strictObject({ range: z.enum(countRanges).default('1h') }),
  result: z.strictObject({
    range: z.enum(countRanges),
    now: at,
    bucketMs: z.int(),
    active: z.int().min(0).describe('Living sessions of all users'),
    series: z.array(
      z.strictObject({
        at: z.int().describe('The start of the bucket, in epoch milliseconds'),
        active: z.int().min(0).describe('At the end of the bucket; of the running one, now'),
        begun: z.int().min(0),
        ended: z.int().min(0).describe('Signed out, revoked or expired'),
      }),
    ),
  }),
  shareable: true,
  cost: [{ of: 'a read', roundTrips: 1, commands: 6 }],
});

export const sessions = definePattern({
  slug: 'sessions',
  title: 'Sessions',
  category: 'guard',
  summary:
    'Who is signed in, on which devices, for how long; and the end of it at once, everywhere.',
  page: '/sessions',
  guarantees: [
    {
      promise: 'A session that was ended is never brought back by a save that was under way',
      cost: 'a save: 1 round trip, 5 commands',
    },
    {
      promise: 'Edits of different fields both survive; of one field the later is told',
      cost: 'checked field by field, by version',
    },
    {
      promise: 'After "sign out everywhere" no session is accepted',
      cost: 'one epoch: checked in the 2 commands of a read',
    },
    {
      promise: 'Redis never sees an id, and the count is that of the lists',
      cost: 'SHA-256; a count: 1 round trip, O(log n)',
    },
  ],
  operations: {
    signIn,
    listSessions,
    endSessions,
    readCurrentSession,
    saveCurrentSession,
    signOut,
    rotateCurrentSession,
    endSession,
    readActiveSessions,
  },
});

export type Session = z.output<typeof session>;
export type CurrentSession = z.output<typeof currentSession>;
export type ListedSession = z.output<typeof listed>;
export type CountRange = (typeof countRanges)[number];
export type ActiveSessions = ResultOf<typeof readActiveSessions>;
