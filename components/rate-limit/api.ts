import type { ResultOf } from '@/lib/contract';
import type { Decision, rateLimit } from '@/lib/patterns/rate-limit/contract';
import { endpoint } from '../live/endpoint';

type Operations = (typeof rateLimit)['operations'];

const one = '/api/rate-limits/{policy}/identifiers/{identifier}';
const block = '/api/rate-limits/{policy}/blocks/{identifier}';

export const checkRateLimit = endpoint<Operations['checkRateLimit']>(
  'POST',
  '/api/rate-limits/{policy}/check',
);
export const readRateLimit = endpoint<Operations['readRateLimit']>('GET', one);
export const overrideRateLimit = endpoint<Operations['overrideRateLimit']>('PUT', one);
export const resetRateLimit = endpoint<Operations['resetRateLimit']>('DELETE', one);
export const addBlock = endpoint<Operations['addBlock']>('PUT', block);
export const removeBlock = endpoint<Operations['removeBlock']>('DELETE', block);
export const listRateLimits = endpoint<Operations['listRateLimits']>('GET', '/api/rate-limits');
export const listBlocks = endpoint<Operations['listBlocks']>('GET', '/api/rate-limits/blocks');
export const readStatus = endpoint<Operations['readRateLimitStatus']>(
  'GET',
  '/api/rate-limits/status',
);

export type Policy = ResultOf<Operations['listRateLimits']>['policies'][number];
export type Blocks = ResultOf<Operations['listBlocks']>;
export type Block = Blocks['blocks'][number];
export type Status = ResultOf<Operations['readRateLimitStatus']>;
export type { Decision };

/** The policies that compare the algorithms; their limits stand in lib/guard/policies.ts. */
export const demos = [
  { policy: 'demo-fixed', name: 'Fixed window', trait: 'up to twice the limit across an edge' },
  { policy: 'demo-log', name: 'Sliding log', trait: 'never more than the limit in any window' },
  { policy: 'demo-bucket', name: 'Token bucket', trait: 'a burst, then an even flow' },
] as const;

export type Demo = (typeof demos)[number];
