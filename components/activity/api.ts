import type { ResultOf } from '@/lib/contract';
import type { activity } from '@/lib/patterns/activity/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof activity)['operations'];

const ofUser = '/api/users/{id}/activity';

export const recordActivity = endpoint<Operations['recordActivity']>('POST', ofUser);
export const readTimeline = endpoint<Operations['readTimeline']>('GET', ofUser);
export const eraseActivity = endpoint<Operations['eraseActivity']>('DELETE', ofUser);
export const readSummary = endpoint<Operations['readSummary']>('GET', `${ofUser}/summary`);
export const readActives = endpoint<Operations['readActives']>('GET', '/api/activity');

export type Timeline = ResultOf<Operations['readTimeline']>;
export type Entry = Timeline['entries'][number];
export type Summary = ResultOf<Operations['readSummary']>;
export type Actives = ResultOf<Operations['readActives']>;
