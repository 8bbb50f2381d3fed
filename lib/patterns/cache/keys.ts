import { defineKey } from '../../redis/keys';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The longest that a value is kept: fresh, stale and in its grace together. */
export const maxLifeMs = 31 * day;
/** The longest time limit of a load. */
export const maxLoadMs = 10 * minute;
/**
 * How long a tag is kept. A claim renews a tag of which less than half is left, so that a tag outlives every value
 * made under it; one that is lost all the same costs a load and nothing worse.
 */
export const tagLifeMs = 2 * (maxLifeMs + maxLoadMs);

/** The resolutions of the charts; `block` buckets share one hash. */
export const resolutions = {
  minute: { bucketMs: minute, block: 60, keepMs: 3 * hour },
  hour: { bucketMs: hour, block: 24, keepMs: 50 * hour },
} as const;

/** Every key of this room. All of one cache share its slot, so that one MGET reads a value with its tags. */
export const keys = {
  entry: defineKey(
    '{<prefix>:cache:<name>}:entry:<version>:<key>',
    'A value with its times and the versions of its tags',
    { withinMs: maxLifeMs },
  ),
  state: defineKey(
    '{<prefix>:cache:<name>}:state:<version>:<key>',
    'That a value is fresh, is being loaded, could not be loaded, or is not to be stored',
    { withinMs: maxLifeMs },
  ),
  tag: defineKey('{<prefix>:cache:<name>}:tag:<tag>', 'The version of a tag; without it, new', {
    withinMs: tagLifeMs,
  }),
  meterBase: defineKey('{<prefix>:cache-meter}', 'Nothing: the tag that the charts share', {
    why: 'Never written',
  }),
  series: defineKey(
    '{<prefix>:cache-meter}:<resolution>s:<block>',
    'What the caches of one name did, by cache, a field a bucket',
    { withinMs: resolutions.hour.keepMs },
  ),
  receipt: defineKey('{<prefix>:cache-meter}:receipt:<id>', 'That one batch was counted', {
    withinMs: 10 * minute,
  }),
};
