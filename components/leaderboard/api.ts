import type { ResultOf } from '@/lib/contract';
import type { leaderboard } from '@/lib/patterns/leaderboard/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof leaderboard)['operations'];

const board = '/api/leaderboards/{board}';

export const readLeaderboard = endpoint<Operations['readLeaderboard']>('GET', board);
export const startRun = endpoint<Operations['startRun']>('POST', `${board}/runs`);
export const submitScore = endpoint<Operations['submitScore']>('POST', `${board}/scores`);
export const readMember = endpoint<Operations['readMember']>('GET', `${board}/members/{member}`);
export const searchMembers = endpoint<Operations['searchMembers']>('GET', `${board}/members`);
export const compareFriends = endpoint<Operations['compareFriends']>('GET', `${board}/friends`);
export const readDistribution = endpoint<Operations['readDistribution']>(
  'GET',
  `${board}/distribution`,
);
export const removeMember = endpoint<Operations['removeMember']>(
  'DELETE',
  `${board}/members/{member}`,
);

export type Page = ResultOf<Operations['readLeaderboard']>;
export type Row = Page['rows'][number];
export type Started = ResultOf<Operations['startRun']>;
export type Submitted = ResultOf<Operations['submitScore']>;
export type Standing = ResultOf<Operations['compareFriends']>['standings'][number];
export type Distribution = ResultOf<Operations['readDistribution']>;
