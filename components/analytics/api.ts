import type { analytics, Range } from '@/lib/patterns/analytics/contract';
import type { ResultOf } from '@/lib/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof analytics)['operations'];

export const readPageViews = endpoint<Operations['readPageViews']>('GET', '/api/page-views');
export const recordPageViews = endpoint<Operations['recordPageViews']>('POST', '/api/page-views');
export const readLivePageViews = endpoint<Operations['readLivePageViews']>(
  'GET',
  '/api/page-views/live',
);
export const readClicks = endpoint<Operations['readClicks']>('GET', '/api/users/{id}/clicks');
export const recordClicks = endpoint<Operations['recordClicks']>('POST', '/api/users/{id}/clicks');

export type PageViews = ResultOf<Operations['readPageViews']>;
export type LiveViews = ResultOf<Operations['readLivePageViews']>['views'];
export type { Range };
