import { z } from 'zod';
import { defineOperation, type ResultOf, wholeNumber } from '../../contract';

/** Bounds of an upload: of one line, of one request, and of one import over all its requests. */
export const maxLineBytes = 16 * 1024;
export const maxUploadBytes = 32 * 1024 * 1024;
export const maxLines = 100_000;
/** Lines that are written together: four commands a user. */
export const usersPerChunk = 120;
/** The first failed lines are kept with their reasons; further ones are only counted. */
export const maxErrors = 1_000;
/** Imports add roles, so a user may come to have more of them than one line can say. */
export const maxRolesRead = 64;
/** Users that one call may invalidate. */
export const maxInvalidated = 5_000;

const user = z.string().regex(/^[\w.-]{1,64}$/, '1 to 64 letters, digits and . _ - only');

const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'No control characters');

/** One line of an upload. */
export const userLine = z.strictObject({
  id: user,
  name: text(128),
  email: z.email().max(254),
  roles: z
    .array(z.string().regex(/^[\w.-]{1,32}$/, '1 to 32 letters, digits and . _ - only'))
    .min(1)
    .max(8)
    .default(['user'])
    .describe('Roles that the user is given, besides those already there'),
});

const id = z.uuid().describe('Names the import; whoever goes on with it sends it again');

const lineError = z.strictObject({
  line: z.int().describe('Counted from 1, over all parts of the import'),
  field: z.string().describe('Empty where it is the line as a whole'),
  message: z.string(),
});

const progress = {
  id: z.string(),
  state: z.enum(['open', 'done']).describe('open: more lines may follow'),
  line: z.int().min(0).describe('Every line up to this one is dealt with, for good'),
  updated: z.int().min(0).describe('Lines whose user was written'),
  failed: z.int().min(0).describe('Lines that were not, each with its reason'),
};

export const importUsers = defineOperation({
  method: 'POST',
  path: '/api/bulk/users',
  summary:
    'Write users, one JSON object a line, streamed; a line that fails stops no other. ' +
    'Broken off, it goes on after the line that was acknowledged last; lines that come again change nothing.',
  tier: 'admin',
  policy: 'write',
  query: z.strictObject({
    id: id
      .optional()
      .describe('Of the import; where none is said, the Idempotency-Key, or one that is made'),
    from: wholeNumber(1, maxLines)
      .prefault(1)
      .describe('The number of the first line of this body'),
    more: z
      .enum(['true', 'false'])
      .default('false')
      .describe('true: this is a part, and others follow'),
  }),
  line: userLine,
  result: z.strictObject({
    ...progress,
    errors: z.array(lineError).describe('Those of this part'),
  }),
  errors: ['version_conflict'],
  cost: [
    { of: '100 users in one part', roundTrips: 3, commands: 408 },
    { of: 'the same part again', roundTrips: 1, commands: 1 },
  ],
});

export const readImport = defineOperation({
  method: 'GET',
  path: '/api/bulk/{id}',
  summary: 'How far an import has come, and its first failed lines',
  tier: 'admin',
  policy: 'read',
  params: z.strictObject({ id }),
  query: z.strictObject({
    errors: wholeNumber(0, maxErrors).prefault(100).describe('How many to name'),
  }),
  result: z.strictObject({
    ...progress,
    startedAt: z.int(),
    updatedAt: z.int(),
    errors: z.array(lineError),
  }),
  errors: ['not_found'],
  cost: [{ of: 'a read', roundTrips: 1, commands: 2 }],
});

export const invalidateUsers = defineOperation({
  method: 'POST',
  path: '/api/bulk/invalidations',
  summary: 'Forget imported users: those that are named, or those that an import wrote',
  tier: 'admin',
  policy: 'write',
  body: z
    .strictObject({
      users: z.array(user).min(1).max(1_000).optional(),
      import: id.optional().describe('The tag: every user that this import wrote'),
    })
    .refine(
      (body) => (body.users === undefined) !== (body.import === undefined),
      'Name users, or an import, and not both',
    ),
  result: z.strictObject({
    forgotten: z.int().describe('Users that were there'),
    missing: z.int().describe('Users that were not, or no more'),
    failed: z.array(z.strictObject({ user: z.string(), message: z.string() })),
    left: z
      .int()
      .describe(`Users of the import that remain; a call takes ${maxInvalidated}. Ask again`),
  }),
  cost: [
    { of: '50 users by name', roundTrips: 1, commands: 50 },
    { of: 'an import of 50 users', roundTrips: 3, commands: 53 },
  ],
});

export const readUser = defineOperation({
  method: 'GET',
  path: '/api/bulk/users/{user}',
  summary: 'One imported user',
  tier: 'admin',
  policy: 'read',
  params: z.strictObject({ user }),
  result: z.strictObject({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    roles: z.array(z.string()).describe(`At most ${maxRolesRead}`),
    expiresInMs: z.int(),
  }),
  errors: ['not_found'],
  cost: [{ of: 'a user', roundTrips: 1, commands: 3 }],
});

export const bulkContract = { importUsers, readImport, invalidateUsers, readUser };

export type UserLine = z.output<typeof userLine>;
export type LineError = z.output<typeof lineError>;
export type ResultOfImport = ResultOf<typeof importUsers>;
export type ResultOfReadImport = ResultOf<typeof readImport>;
export type ResultOfInvalidation = ResultOf<typeof invalidateUsers>;
export type ResultOfUser = ResultOf<typeof readUser>;
