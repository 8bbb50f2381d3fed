import { vi } from 'vitest';
import { recorder } from '@/lib/guard/rate-limits';
import {
  addBlock,
  checkRateLimit,
  listBlocks,
  overrideRateLimit,
  readRateLimit,
  readRateLimitStatus,
  removeBlock,
  resetRateLimit,
} from '@/lib/patterns/rate-limit/contract';
import type { Exercise } from '../exercise';

// What a process adds to the charts once a minute, for all its calls together, is the cost of none.
vi.spyOn(recorder, 'note').mockReturnValue();

/** With a key, so that Redis is asked whatever the process remembers. */
const check = (policy: string, cost = 1) => ({
  operation: checkRateLimit,
  params: { policy },
  body: { identifier: `caller-of-${policy}`, cost },
  headers: { 'idempotency-key': crypto.randomUUID() },
});
const one = (policy: string) => ({ params: { policy, identifier: `caller-of-${policy}` } });
const block = { ...one('demo-log'), body: { forMs: 60_000 } };
const blocked = [{ operation: addBlock, ...block }];
const override = { ...one('demo-log'), body: { limits: [20], forMs: 60_000 } };
const known = [check('demo-log')];
const usedUp = [check('demo-fixed', 10)];
const { headers: _, ...again } = check('demo-fixed', 10);

export const exercises: Exercise[] = [
  {
    operation: checkRateLimit,
    of: 'a caller who was not seen lately',
    call: check('demo-bucket'),
  },
  {
    operation: checkRateLimit,
    of: 'a known caller, allowed by a token bucket',
    before: [check('demo-bucket')],
    call: check('demo-bucket'),
  },
  {
    operation: checkRateLimit,
    of: 'a known caller, allowed by a sliding log',
    before: known,
    call: check('demo-log'),
  },
  {
    operation: checkRateLimit,
    of: 'a refusal',
    before: usedUp,
    call: check('demo-fixed', 10),
  },
  {
    operation: checkRateLimit,
    of: 'a refusal again, within a second',
    before: [...usedUp, again],
    call: again,
  },
  { operation: readRateLimit, of: 'a caller who was not seen lately', call: one('demo-log') },
  { operation: readRateLimit, of: 'a known caller', before: known, call: one('demo-log') },
  {
    operation: overrideRateLimit,
    of: 'an override of a known caller',
    before: known,
    call: override,
  },
  {
    operation: resetRateLimit,
    of: 'a reset of a known caller',
    before: known,
    call: one('demo-log'),
  },
  { operation: listBlocks, of: 'a read', call: {} },
  { operation: addBlock, of: 'a block of a known caller', before: known, call: block },
  {
    operation: removeBlock,
    of: 'a block that is lifted',
    before: blocked,
    call: one('demo-log'),
  },
  { operation: readRateLimitStatus, of: 'a read of either range', call: {} },
];
