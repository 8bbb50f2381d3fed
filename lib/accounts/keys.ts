import { defineKey } from '../redis/keys';

export const keys = {
  samplesReady: defineKey(
    '<prefix>:sample-accounts',
    'That the sample accounts have been given their roles',
    { why: 'Forgotten, it would give back a role that an admin took away since' },
  ),
};
