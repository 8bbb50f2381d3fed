import type { ResultOf } from '@/lib/contract';
import type { pipeline } from '@/lib/patterns/pipeline/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof pipeline)['operations'];

export const compareBatches = endpoint<Operations['compareBatches']>(
  'POST',
  '/api/pipelines/comparisons',
);
export const listComparisons = endpoint<Operations['listComparisons']>(
  'GET',
  '/api/pipelines/comparisons',
);
export const importUsers = endpoint<Operations['importUsers']>('POST', '/api/bulk/users');
export const readImport = endpoint<Operations['readImport']>('GET', '/api/bulk/{id}');
export const readUser = endpoint<Operations['readUser']>('GET', '/api/bulk/users/{user}');
export const invalidateUsers = endpoint<Operations['invalidateUsers']>(
  'POST',
  '/api/bulk/invalidations',
);

export type Comparison = ResultOf<Operations['compareBatches']>;
export type WayResult = Comparison['ways'][number];
export type Imported = ResultOf<Operations['importUsers']>;
export type LineError = Imported['errors'][number];
export type ImportedUser = ResultOf<Operations['readUser']>;
