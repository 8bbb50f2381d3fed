import type { ResultOf } from '@/lib/contract';
import type { counters } from '@/lib/patterns/counters/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof counters)['operations'];

export const changeCounter = endpoint<Operations['changeCounter']>('POST', '/api/counters/{name}');
export const readCounters = endpoint<Operations['readCounters']>('GET', '/api/counters');
export const sendPresence = endpoint<Operations['sendPresence']>('POST', '/api/presence');
export const readPresence = endpoint<Operations['readPresence']>('GET', '/api/presence');

export type Counter = ResultOf<Operations['readCounters']>['counters'][number];
export type Presence = ResultOf<Operations['readPresence']>;
