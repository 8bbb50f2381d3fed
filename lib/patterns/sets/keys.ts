import { defineKey } from '../../redis/keys';

const day = 24 * 3_600_000;

/** A set goes when nothing new was put into it for so long. */
export const setLifeMs = 30 * day;
/** A claim holds for so long. */
export const claimLifeMs = 30 * day;

/** How long a change that is sent again is recognised. */
export const receiptMs = 10 * 60_000;

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
  receipt: defineKey('{<prefix>:sets}:receipt:<id>', 'The answer to one change of a set', {
    withinMs: receiptMs,
  }),
  claimReceipt: defineKey(
    '{<prefix>:claim:<name>}:receipt:<id>',
    'The answer to one claim or release of the name',
    { withinMs: receiptMs },
  ),
  roleReceipt: defineKey('{<prefix>:roles}:receipt:<id>', 'The answer to one grant or revocation', {
    withinMs: receiptMs,
  }),
  claim: defineKey('{<prefix>:claim:<name>}', 'Who claimed the name', { withinMs: claimLifeMs }),
  rolesOf: defineKey('{<prefix>:roles}:of:<user>', 'The roles of one user', {
    why: 'A grant holds until it is revoked; at most 32 a user',
  }),
  usersIn: defineKey('{<prefix>:roles}:in:<role>', 'The users who have one role', {
    why: 'A grant holds until it is revoked',
  }),
};
