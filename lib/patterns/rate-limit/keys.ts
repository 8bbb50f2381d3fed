import { defineKey } from '../../redis/keys';
import { maxWindowMs } from './contract-schemas';

const minute = 60_000;
const hour = 60 * minute;

/** How long a check is recognised that somebody else may send again. */
export const receiptMs = minute;
/** And one that the client alone may: longer than the one of this project and the official one try unless told. */
export const resendMs = 15_000;
/** And an override, a block or a reset. */
export const editReceiptMs = 10 * minute;
/** The most bytes of receipts that one record holds: about seventy calls of a policy with one limit. */
export const maxReceiptBytes = 2_560;
/** The most blocks that the list names; a block holds whether it is listed or not. */
export const maxBlocks = 1_000;
/** The most identifiers that a bucket names for each outcome. */
export const maxNames = 128;

/** The resolutions of the charts; `block` buckets share one hash. */
export const resolutions = {
  minute: { bucketMs: minute, block: 60, keepMs: 3 * hour },
  hour: { bucketMs: hour, block: 24, keepMs: 50 * hour },
} as const;

const longest = { withinMs: resolutions.hour.keepMs };

/** Every key of this room. status.lua derives the dated ones from `base` by the same templates. */
export const keys = {
  record: defineKey(
    '{<prefix>:limit:<policy>:<identifier>}',
    'What one caller spent of each limit, its override, its block, the receipts of its last calls',
    { withinMs: 2 * (maxWindowMs + minute) },
  ),
  editReceipt: defineKey(
    '{<prefix>:limit:<policy>:<identifier>}:receipt:<id>',
    'The answer to one override, block or reset',
    { withinMs: editReceiptMs },
  ),
  blocks: defineKey('{<prefix>:limits}:blocks', `At most ${maxBlocks} blocks, by their end`, {
    withinMs: maxWindowMs,
  }),
  base: defineKey('{<prefix>:limits}', 'Nothing: the tag that the keys of the charts share', {
    why: 'Never written',
  }),
  series: defineKey(
    '{<prefix>:limits}:<resolution>s:<block>',
    'Checks allowed and refused by policy, a field a bucket',
    longest,
  ),
  top: defineKey(
    '{<prefix>:limits}:top:<outcome>:<resolution>:<bucket>',
    `The ${maxNames} identifiers with the most checks of one outcome`,
    longest,
  ),
  receipt: defineKey('{<prefix>:limits}:receipt:<id>', 'That one batch of checks was counted', {
    withinMs: 10 * minute,
  }),
};
