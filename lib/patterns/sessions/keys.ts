import { defineKey } from '../../redis/keys';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The longest absolute life that an instance may give its sessions. */
export const maxAbsoluteMs = 90 * day;
/** How long a resent call is recognised. */
export const receiptMs = 10 * minute;
/** The most fields that one session holds, removed ones included. */
export const maxFields = 32;

/** The two resolutions of the count over time. `block` buckets share one hash of two small fields each. */
export const resolutions = {
  minute: { bucketMs: minute, block: 60, keepMs: 25 * hour },
  hour: { bucketMs: hour, block: 24, keepMs: 31 * day },
} as const;

export type Resolution = keyof typeof resolutions;

const session = { withinMs: maxAbsoluteMs };

/**
 * Every key of this room. The scripts derive them from `base` by the same templates. Handles and digests are
 * base64url and users are hex, so that they stand in a key as they are.
 */
export const keys = {
  base: defineKey(
    '{<prefix>:sessions:<shard>}',
    'Nothing: the tag that all keys of a shard share',
    {
      why: 'Never written',
    },
  ),
  session: defineKey(
    '{<prefix>:sessions:<shard>}:session:<handle>',
    'One session; it goes at its absolute expiry',
    session,
  ),
  id: defineKey(
    '{<prefix>:sessions:<shard>}:id:<digest>',
    'When the id with this SHA-256 was last used; it goes at the sliding expiry',
    session,
  ),
  grace: defineKey(
    '{<prefix>:sessions:<shard>}:grace:<digest>',
    'The session of an id that a rotation has just replaced',
    { withinMs: 5 * minute },
  ),
  epoch: defineKey(
    '{<prefix>:sessions:<shard>}:epoch:<user>',
    "The token that a user's sessions must carry; without it none is accepted",
    session,
  ),
  user: defineKey(
    '{<prefix>:sessions:<shard>}:user:<user>',
    "A user's sessions: handle → SHA-256 of the id",
    session,
  ),
  active: defineKey(
    '{<prefix>:sessions:<shard>}:active',
    'Every session, by the time at which to look whether it has expired',
    { withinMs: maxAbsoluteMs + 2 * minute },
  ),
  series: defineKey(
    '{<prefix>:sessions:<shard>}:<resolution>s:<block>',
    'Sessions begun (o0, o1 …) and ended (c0, c1 …) by bucket',
    { withinMs: resolutions.hour.keepMs },
  ),
  receipt: defineKey(
    '{<prefix>:sessions:<shard>}:receipt:<owner>:<id>',
    'The answer to one save or revocation',
    { withinMs: receiptMs },
  ),
};
