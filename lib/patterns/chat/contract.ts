import { z } from 'zod';
import {
  defineOperation,
  definePattern,
  type ResultOf,
  hasEarlier,
  wholeNumber,
} from '../../contract';
import {
  entry,
  entryId,
  gap,
  maxMuteMs,
  maxPage,
  rooms,
  text,
  user,
  type Entry,
} from './contract-entries';
import { roomOperations } from './contract-rooms';

export { maxTextLength, rooms } from './contract-entries';
export type { Entry, Gap, Message } from './contract-entries';

const room = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, '1 to 32 small letters, digits and - only')
  .describe(`A room of this deployment: ${rooms.map(({ name }) => name).join(', ')}`);
const roomParams = z.strictObject({ room });

export const sendMessage = defineOperation({
  method: 'POST',
  path: '/api/chat/rooms/{room}/messages',
  summary: 'Say something in a room; the same clientId again is the same message',
  tier: 'user',
  policy: 'chat-message',
  maxBodyBytes: 8 * 1024,
  params: roomParams,
  body: z.strictObject({
    text,
    clientId: z
      .string()
      .regex(/^[\x21-\x7e]{1,128}$/, '1 to 128 visible ASCII characters')
      .optional()
      .describe('Made by the sender before the first try; the Idempotency-Key where absent'),
    after: entryId
      .optional()
      .describe(
        'The newest entry that the sender had at the first try. With it a message is recognised when it is sent again for as long as the room remembers; without it for two minutes',
      ),
  }),
  result: z.discriminatedUnion('sent', [
    z.strictObject({
      sent: z.literal(true),
      entry,
      duplicate: z.boolean().describe('True where it had been sent before'),
    }),
    z.strictObject({
      sent: z.literal(false),
      refused: z.literal('muted'),
      until: z.int().describe('When the mute ends, in epoch milliseconds'),
    }),
  ]),
  errors: ['not_found', 'idempotency_key_reused', 'rate_limited'],
  cost: [
    { of: 'a message of who has seen the newest', roundTrips: 1, commands: 4 },
    { of: 'the first message of a room', roundTrips: 1, commands: 6 },
    { of: 'a message that is sent again', roundTrips: 1, commands: 3 },
    { of: 'a message of who is muted', roundTrips: 1, commands: 3 },
  ],
});

export const readMessages = defineOperation({
  method: 'GET',
  path: '/api/chat/rooms/{room}/messages',
  summary: 'The newest entries of a room, those before one, or those after one',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  params: roomParams,
  query: z
    .strictObject({
      before: entryId
        .refine(hasEarlier, 'Nothing is before it')
        .optional()
        .describe('Pages back from this entry'),
      after: entryId.optional().describe('Goes on from this entry, as after a lost connection'),
      limit: wholeNumber(1, maxPage).prefault(50),
    })
    .refine(({ before, after }) => before === undefined || after === undefined, {
      path: ['before'],
      message: 'before or after, not both',
    }),
  result: z.strictObject({
    entries: z.array(entry).describe('Oldest first'),
    hasMore: z.boolean().describe('There are more in the direction that was read'),
    gap: gap.nullable(),
  }),
  errors: ['not_found'],
  cost: [
    { of: 'the newest entries', roundTrips: 1, commands: 1 },
    { of: 'an older page', roundTrips: 1, commands: 1 },
    { of: 'to go on from an entry', roundTrips: 1, commands: 1 },
    { of: 'to go on from an entry that is gone', roundTrips: 2, commands: 2 },
  ],
});

export const streamMessages = defineOperation({
  method: 'GET',
  path: '/api/chat/rooms/{room}/stream',
  summary: 'The entries of a room as they come, as text/event-stream; resumes by Last-Event-ID',
  tier: 'anyone',
  policy: 'read',
  params: roomParams,
  query: z.strictObject({
    after: entryId
      .optional()
      .describe('Goes on from this entry; a Last-Event-ID header goes before it'),
    plain: z
      .enum(['true', 'false'])
      .default('false')
      .describe('true: bare pub/sub, without the stream behind it, for comparison'),
  }),
  result: z
    .string()
    .describe(
      'Events: hello, message (with id), typing, gap, bye. Idle, a connected client costs no command',
    ),
  media: 'text/event-stream',
  errors: ['not_found', 'unavailable'],
  cost: [],
});

export const redactMessage = defineOperation({
  method: 'DELETE',
  path: '/api/chat/rooms/{room}/messages/{id}',
  summary: 'Take a message out: ones own, or anybody’s with the role admin. None can be edited',
  tier: 'user',
  policy: 'write',
  params: z.strictObject({ room, id: entryId }),
  result: z.strictObject({ entry }),
  errors: ['not_found', 'forbidden'],
  cost: [{ of: 'a message that is there', roundTrips: 1, commands: 8 }],
});

export const muteUser = defineOperation({
  method: 'POST',
  path: '/api/chat/rooms/{room}/mutes',
  summary: 'Let a user say nothing in a room for a while, or let them speak again',
  tier: 'admin',
  policy: 'write',
  params: roomParams,
  body: z.strictObject({
    user,
    forMs: z.int().min(0).max(maxMuteMs).describe('0 ends the mute'),
  }),
  result: z.strictObject({
    user: z.string(),
    until: z.int().nullable().describe('When it ends, in epoch milliseconds; null for no mute'),
  }),
  errors: ['not_found'],
  cost: [
    { of: 'a mute', roundTrips: 1, commands: 4 },
    { of: 'its end', roundTrips: 1, commands: 2 },
  ],
});

export const chat = definePattern({
  slug: 'chat',
  title: 'Chat',
  category: 'people',
  summary:
    'Messages that reach every client once and in order, whatever happens to its connection meanwhile.',
  page: '/chat',
  guarantees: [
    {
      promise: 'Whoever comes back gets what was said meanwhile, in order, once each',
      cost: '1 round trip, 1 command',
    },
    { promise: 'What was trimmed away before it was read is reported, not hidden' },
    {
      promise:
        'A message that is sent again is one message: within two minutes, or however late where its sender named the newest entry it had',
      cost: 'none: the stream is its own receipt; 4 commands in all',
    },
    {
      promise: 'One Redis subscription a room and server, none when nobody listens',
      cost: 'an idle client: 0 commands',
    },
  ],
  operations: {
    ...roomOperations,
    sendMessage,
    readMessages,
    streamMessages,
    redactMessage,
    muteUser,
  },
});

export type ResultOfSend = ResultOf<typeof sendMessage>;
export type Page = { entries: Entry[]; hasMore: boolean; gap: z.output<typeof gap> | null };
