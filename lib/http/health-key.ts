import { defineKey } from '../redis/keys';

export const keys = {
  health: defineKey('<prefix>:health', 'That a look at the health could write, and nothing else', {
    withinMs: 60_000,
  }),
};
