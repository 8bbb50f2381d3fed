import { defineKey } from '../../redis/keys';

const day = 24 * 3_600_000;

/** A set goes when nothing new was put into it for so long. */
export const setLifeMs = 30 * day;
/** A claim holds for so long. */
export const claimLifeMs = 30 * day;

/** Every key of this room. Sets share one slot, so that they can be compared, and so do both directions of roles. */
export const keys = {
  members: defineKey('{<prefix>:sets}:members:<set>', 'The members of one set', {
    withinMs: setLifeMs,
  }),
  estimate: defineKey(
    '{<prefix>:sets}:estimate:<set>',
    'HyperLogLog of all that were ever added to the set',
    { withinMs: setLifeMs },
  ),
  claim: defineKey('{<prefix>:claim:<name>}', 'Who claimed the name', { withinMs: claimLifeMs }),
  rolesOf: defineKey('{<prefix>:roles}:of:<user>', 'The roles of one user', {
    why: 'A grant holds until it is revoked; at most 32 a user',
  }),
  usersIn: defineKey('{<prefix>:roles}:in:<role>', 'The users who have one role', {
    why: 'A grant holds until it is revoked',
  }),
};
