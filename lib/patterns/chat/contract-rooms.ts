import { z } from 'zod';
import { defineOperation, type ResultOf } from '../../contract';
import { entry, rooms } from './contract-entries';

/** A user counts as here for so long after the last heartbeat. */
export const presenceTtlMs = 45_000;
/** The most users whom a room names. */
export const maxNamed = 50;

const roomParams = z.strictObject({
  room: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, '1 to 32 small letters, digits and - only'),
});

const here = z.array(z.string()).describe(`Who is here now, newest first, at most ${maxNamed}`);

export const listRooms = defineOperation({
  method: 'GET',
  path: '/api/chat/rooms',
  summary: 'The rooms, who is in them, and what was said last',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  result: z.strictObject({
    rooms: z.array(
      z.strictObject({
        name: z.string(),
        title: z.string(),
        about: z.string(),
        entries: z.int().min(0).describe('How many entries can be read'),
        newest: entry.nullable(),
        here,
        unreadable: z
          .literal(true)
          .optional()
          .describe('Its keys hold something else than a room. Delete them to begin it anew'),
      }),
    ),
  }),
  cost: [{ of: 'a read', roundTrips: 1, commands: 3 * rooms.length }],
});

export const sendPresence = defineOperation({
  method: 'POST',
  path: '/api/chat/rooms/{room}/presence',
  summary: 'A heartbeat: who sends it is here for a while',
  tier: 'user',
  policy: 'write',
  params: roomParams,
  body: z.strictObject({}),
  result: z.strictObject({
    here,
    ttlMs: z.int(),
    beatEveryMs: z.int().describe('When the next heartbeat should come'),
  }),
  errors: ['not_found'],
  cost: [{ of: 'a heartbeat', roundTrips: 1, commands: 6 }],
});

export const sendTyping = defineOperation({
  method: 'POST',
  path: '/api/chat/rooms/{room}/typing',
  summary: 'Tell who listens that somebody types; it is kept nowhere',
  tier: 'user',
  policy: 'write',
  params: roomParams,
  body: z.strictObject({}),
  result: z.strictObject({
    againMs: z.int().describe('Tell it again after so long, if it goes on'),
  }),
  errors: ['not_found'],
  cost: [{ of: 'a notice', roundTrips: 1, commands: 1 }],
});

export const roomOperations = { listRooms, sendPresence, sendTyping };

export type ResultOfRooms = ResultOf<typeof listRooms>;
