import {
  muteUser,
  readMessages,
  redactMessage,
  sendMessage,
  type ResultOfSend,
} from '@/lib/patterns/chat/contract';
import { listRooms, sendPresence, sendTyping } from '@/lib/patterns/chat/contract-rooms';
import { createChat } from '@/lib/patterns/chat';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';
import { makeUser } from '../../support/callers';
import type { Exercise } from '../exercise';

const params = { room: 'lobby' };
const chat = () => createChat(createClient(sharedTransport()), params);
const idOf = (outcome: ResultOfSend) => (outcome.sent ? outcome.entry.id : '');
const say = async (text: string) => idOf(await chat().send({ user: 'ann', text, clientId: text }));
const said = [{ operation: sendMessage, params, body: { text: 'hello', clientId: 'hello' } }];

export const exercises: Exercise[] = [
  {
    operation: sendMessage,
    of: 'a message of who has seen the newest',
    call: async () => ({ params, body: { text: 'next', after: await say('first') } }),
  },
  {
    operation: sendMessage,
    of: 'the first message of a room',
    call: { params, body: { text: 'hello' } },
  },
  {
    operation: sendMessage,
    of: 'a message that is sent again',
    before: said,
    call: { params, body: { text: 'hello', clientId: 'hello' } },
  },
  {
    operation: sendMessage,
    of: 'a message of who is muted',
    call: async () => {
      const { name, cookie } = await makeUser(createClient(sharedTransport()));
      await chat().mute(name, 60_000);
      return { params, body: { text: 'hello' }, headers: cookie };
    },
  },
  {
    operation: readMessages,
    of: 'the newest entries',
    before: said,
    call: { params },
  },
  {
    operation: readMessages,
    of: 'an older page',
    call: async () => {
      await say('older');
      return { params, query: { before: await say('newer') } };
    },
  },
  {
    operation: readMessages,
    of: 'to go on from an entry',
    call: async () => {
      const after = await say('seen');
      await say('unseen');
      return { params, query: { after } };
    },
  },
  {
    operation: readMessages,
    of: 'to go on from an entry that is gone',
    call: async () => {
      const after = await say('seen');
      const next = await say('unseen');
      await chat().redact(after, 'ann');
      await chat().redact(next, 'ann');
      return { params, query: { after } };
    },
  },
  {
    operation: redactMessage,
    of: 'a message that is there',
    call: async () => ({ params: { ...params, id: await say('hello') } }),
  },
  {
    operation: muteUser,
    of: 'a mute',
    call: { params, body: { user: 'ben', forMs: 60_000 } },
  },
  { operation: muteUser, of: 'its end', call: { params, body: { user: 'ben', forMs: 0 } } },
  { operation: listRooms, of: 'a read', before: said, call: {} },
  { operation: sendPresence, of: 'a heartbeat', call: { params, body: {} } },
  { operation: sendTyping, of: 'a notice', call: { params, body: {} } },
];
