import type { ResultOf } from '@/lib/contract';
import type { sessions } from '@/lib/patterns/sessions/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof sessions)['operations'];

export const signIn = endpoint<Operations['signIn']>('POST', '/api/sessions');
export const listSessions = endpoint<Operations['listSessions']>('GET', '/api/sessions');
export const endSessions = endpoint<Operations['endSessions']>('DELETE', '/api/sessions');
export const endSession = endpoint<Operations['endSession']>('DELETE', '/api/sessions/{handle}');
export const readCurrentSession = endpoint<Operations['readCurrentSession']>(
  'GET',
  '/api/sessions/current',
);
export const signOut = endpoint<Operations['signOut']>('DELETE', '/api/sessions/current');
export const rotateCurrentSession = endpoint<Operations['rotateCurrentSession']>(
  'POST',
  '/api/sessions/current/rotations',
);
export const readActiveSessions = endpoint<Operations['readActiveSessions']>(
  'GET',
  '/api/sessions/active',
);

export type Current = NonNullable<ResultOf<Operations['readCurrentSession']>['session']>;
export type SampleAccounts = ResultOf<Operations['readCurrentSession']>['sampleAccounts'];
export type Listed = ResultOf<Operations['listSessions']>['sessions'][number];
export type Active = ResultOf<Operations['readActiveSessions']>;
