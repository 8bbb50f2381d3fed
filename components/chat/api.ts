import type { ResultOf } from '@/lib/contract';
import type { chat } from '@/lib/patterns/chat/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof chat)['operations'];

const room = '/api/chat/rooms/{room}';

export const listRooms = endpoint<Operations['listRooms']>('GET', '/api/chat/rooms');
export const readMessages = endpoint<Operations['readMessages']>('GET', `${room}/messages`);
export const sendMessage = endpoint<Operations['sendMessage']>('POST', `${room}/messages`);
export const streamMessages = endpoint<Operations['streamMessages']>('GET', `${room}/stream`);
export const sendTyping = endpoint<Operations['sendTyping']>('POST', `${room}/typing`);
export const sendPresence = endpoint<Operations['sendPresence']>('POST', `${room}/presence`);
export const muteUser = endpoint<Operations['muteUser']>('POST', `${room}/mutes`);
export const redactMessage = endpoint<Operations['redactMessage']>(
  'DELETE',
  `${room}/messages/{id}`,
);

export type Room = ResultOf<Operations['listRooms']>['rooms'][number];
export type Entry = ResultOf<Operations['readMessages']>['entries'][number];
export type Message = Extract<Entry, { kind: 'message' }>;
export type Gap = NonNullable<ResultOf<Operations['readMessages']>['gap']>;
