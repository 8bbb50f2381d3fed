import { defineKey } from '../../redis/keys';
import { maxCounters } from './contract';

/** How long a resent change is recognised. */
export const receiptMs = 10 * 60_000;

/** A presence outlives its last heartbeat by its TTL, and by this until the next upkeep would come. */
export const presenceSlackMs = 5 * 60_000;
/** The longest TTL of a presence. */
export const maxTtlMs = 10 * 60_000;

/** Every key of this room. */
export const keys = {
  counters: defineKey(
    '{<prefix>:counters}:all',
    `All counters: value, and a ring of their last minutes; at most ${maxCounters.toLocaleString('en')}`,
    { why: 'A count is data, kept until it is deleted; the number of counters is bounded' },
  ),
  receipt: defineKey('{<prefix>:counters}:receipt:<id>', 'The answer to one change', {
    withinMs: receiptMs,
  }),
  presence: defineKey('{<prefix>:presence}:<place>', 'Users by the time of their last heartbeat', {
    withinMs: maxTtlMs + presenceSlackMs,
  }),
};
