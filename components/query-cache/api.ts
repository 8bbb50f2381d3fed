import type { InputOf } from '@/lib/contract';
import type {
  queryCache,
  ReportCache,
  ReportFacts,
  ResultOfReport,
} from '@/lib/patterns/query-cache/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof queryCache)['operations'];

export const readReport = endpoint<Operations['readReport']>('GET', '/api/reports/{report}');
export const placeOrder = endpoint<Operations['placeOrder']>('POST', '/api/orders');
export const readStats = endpoint<Operations['readQueryCacheStats']>(
  'GET',
  '/api/query-cache/stats',
);

export type ReportInput = InputOf<Operations['readReport']>;
export type Tenant = NonNullable<NonNullable<ReportInput['query']>['tenant']>;
export type { ReportCache, ReportFacts, ResultOfReport };
