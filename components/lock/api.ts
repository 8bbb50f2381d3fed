import type { ResultOf } from '@/lib/contract';
import type { lock } from '@/lib/patterns/lock/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof lock)['operations'];

const path = '/api/locks/{resource}';
export const listLocks = endpoint<Operations['listLocks']>('GET', '/api/locks');
export const acquireLock = endpoint<Operations['acquireLock']>('POST', path);
export const extendLock = endpoint<Operations['extendLock']>('PATCH', path);
export const releaseLock = endpoint<Operations['releaseLock']>('DELETE', path);
export const writeGuarded = endpoint<Operations['writeGuarded']>(
  'PUT',
  '/api/locks/{resource}/value',
);
export const runScheduled = endpoint<Operations['runScheduled']>('POST', '/api/scheduled-runs');
export const readScheduledRuns = endpoint<Operations['readScheduledRuns']>(
  'GET',
  '/api/scheduled-runs',
);

export type List = ResultOf<Operations['listLocks']>;
export type Held = List['locks'][number];
export type Granted = ResultOf<Operations['acquireLock']>;
export type Runs = ResultOf<Operations['readScheduledRuns']>;
