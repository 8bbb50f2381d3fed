import { defineKey } from '../../redis/keys';
import { maxTtlMs, maxWaiters } from './contract';

/** How long a waiter that is heard of no more keeps its place in the line. */
export const patienceMs = 1_500;
/** The list outlives the last lock that can stand on it until the next upkeep would come. */
const listSlackMs = 5 * 60_000;
/** How long a guarded value, and with it the highest fence that it has seen, is kept after the last write. */
export const keptMs = 30 * 24 * 60 * 60_000;
/** How long a change that is sent again is recognised. */
export const receiptMs = 10 * 60_000;
/** How long the history of scheduled runs is kept after the last of them. */
export const historyMs = 7 * 24 * 60 * 60_000;
export const maxRuns = 50;

/** Every key of this room. list.lua derives `held` and `line` from `base` by the same templates. */
export const keys = {
  base: defineKey('{<prefix>:locks}', 'Nothing: the tag that the keys of all locks share', {
    why: 'Never written',
  }),
  held: defineKey(
    '{<prefix>:locks}:held:<resource>',
    'Fence, end, token and owner of one lock; its expiry is what ends the lock',
    { withinMs: maxTtlMs },
  ),
  line: defineKey(
    '{<prefix>:locks}:line:<resource>',
    `At most ${maxWaiters} who wait for one lock, in their order, each with the time of its last word`,
    { withinMs: patienceMs },
  ),
  grants: defineKey('{<prefix>:locks}:grants', 'A stream of the last grants, a hundred or so', {
    why: 'Its last id is what keeps a fence from ever going back; it is trimmed by each grant',
  }),
  receipt: defineKey('{<prefix>:locks}:receipt:<id>', 'The answer to one extension or release', {
    withinMs: receiptMs,
  }),
  valueReceipt: defineKey(
    '{<prefix>:guarded:<resource>}:receipt:<id>',
    'The answer to one write of a guarded value',
    { withinMs: receiptMs },
  ),
  list: defineKey('{<prefix>:locks}:list', 'Locks that are held, by their end', {
    withinMs: maxTtlMs + listSlackMs,
  }),
  value: defineKey(
    '{<prefix>:guarded:<resource>}',
    'A guarded value, with the highest fence that it has seen',
    { withinMs: keptMs },
  ),
  runs: defineKey(
    '{<prefix>:schedule:<task>}',
    `The last ${maxRuns} calls of a scheduled task: which ran and which were refused`,
    { withinMs: historyMs },
  ),
};

/** How long the list of holders lives after its last upkeep. */
export const listLifeMs = keys.list.expiry.withinMs ?? 0;
