import { defineKey } from '../../redis/keys';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * The three resolutions at which views are counted, by the clock of Redis. `block` buckets share one hash
 * of two small fields each (views and visitors): up to 128 fields Redis keeps a hash as one compact listpack.
 */
export const resolutions = {
  minute: { bucketMs: minute, block: 60, keepMs: 25 * hour },
  hour: { bucketMs: hour, block: 24, keepMs: 31 * day },
  day: { bucketMs: day, block: 60, keepMs: 430 * day },
} as const;

export type Resolution = keyof typeof resolutions;

/** The most pages, and the most referrers, that one bucket names. */
export const maxNames = 128;
/** The most events of the live feed. */
export const maxFeed = 200;
/** The most click targets told apart for one user. */
export const maxTargets = 50;
/** How long a resent batch is recognised. */
export const receiptMs = 10 * minute;

const longest = { withinMs: resolutions.day.keepMs };

/** Every key of this room. record.lua derives the dated ones from `base` by the same templates. */
export const keys = {
  base: defineKey('{<prefix>:analytics}', 'Nothing: the tag that all keys below share', {
    why: 'Never written',
  }),
  series: defineKey(
    '{<prefix>:analytics}:<resolution>s:<block>',
    'Views (v0, v1 …) and visitors (u0, u1 …) by bucket',
    longest,
  ),
  visitors: defineKey(
    '{<prefix>:analytics}:visitors:<resolution>:<bucket>',
    'HyperLogLog of the visitors of one bucket',
    longest,
  ),
  pages: defineKey(
    '{<prefix>:analytics}:pages:<resolution>:<bucket>',
    'The most viewed pages of one bucket, by views',
    longest,
  ),
  referrers: defineKey(
    '{<prefix>:analytics}:referrers:<resolution>:<bucket>',
    'The hosts that sent the most visitors in one bucket',
    longest,
  ),
  feed: defineKey('{<prefix>:analytics}:feed', `The newest ${maxFeed} views`, {
    withinMs: 25 * hour,
  }),
  receipt: defineKey('{<prefix>:analytics}:receipt:<id>', 'The answer to one recorded batch', {
    withinMs: receiptMs,
  }),
  clicks: defineKey('{<prefix>:user:<user>}:clicks', 'Clicks of one user, in all and by target', {
    withinMs: 90 * day,
  }),
  clickReceipt: defineKey(
    '{<prefix>:user:<user>}:clicks:receipt:<id>',
    'The answer to one recorded click',
    { withinMs: receiptMs },
  ),
};
