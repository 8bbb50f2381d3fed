import { defineKey } from '../redis/keys';

export const keys = {
  account: defineKey(
    '{<prefix>:account:<name>}',
    'One account: its roles and the hash of its password',
    {
      why: 'An account stays until it is removed',
    },
  ),
};
