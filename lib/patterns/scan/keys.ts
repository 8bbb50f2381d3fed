import { defineKey } from '../../redis/keys';

export { escapeGlob } from './glob';

const hour = 3_600_000;

/** A sweep is forgotten so long after its last step. */
export const sweepLifeMs = 24 * hour;
/** How long a resent creation is recognised. */
export const receiptMs = 600_000;
/** Demo keys go by themselves after so long at the most. */
export const demoLifeMs = 6 * hour;

const demo = { withinMs: demoLifeMs };

/** Every key of this room. A sweep and what its steps note lie in one slot; what is swept may lie in any. */
export const keys = {
  sweep: defineKey(
    '{<prefix>:sweeps}:sweep:<id>',
    'One sweep: what it does, how far it is, who works on it',
    { withinMs: sweepLifeMs },
  ),
  progress: defineKey(
    '{<prefix>:sweeps}:sweep:<id>:progress:<fence>',
    'How far the holder of one lease has come, page by page',
    { withinMs: sweepLifeMs },
  ),
  receipt: defineKey('{<prefix>:sweeps}:receipt:<id>', 'The answer to one creation', {
    withinMs: receiptMs,
  }),
  removal: defineKey('{<tag>}:removed:<id>', 'That one call has deleted the key', {
    withinMs: receiptMs,
  }),
  demoSession: defineKey('<prefix>:demo:session:<id>', 'Demo: a text', demo),
  demoProfile: defineKey('<prefix>:demo:user:{<id>}:profile', 'Demo: a hash', demo),
  demoVisits: defineKey('<prefix>:demo:user:{<id>}:visits', 'Demo: a sorted set', demo),
  demoCart: defineKey('<prefix>:demo:cart:<id>', 'Demo: a list', demo),
  demoTags: defineKey('<prefix>:demo:tags:<id>', 'Demo: a set', demo),
  demoEvents: defineKey('<prefix>:demo:events:<id>', 'Demo: a stream', demo),
  demoVisitors: defineKey('<prefix>:demo:visitors:<id>', 'Demo: a HyperLogLog', demo),
};

/**
 * Where the receipt of a key's deletion lies: in the slot of the key. (Not so for a name with a single brace or a
 * character that is encoded in a receipt's name: a cluster would refuse to delete it once.)
 */
export const removalOf = (key: string, id: string): string =>
  keys.removal({ tag: /\{([^}]+)\}/.exec(key)?.[1] ?? key, id });

/** What the keys begin with that a sweep never touches: those of sweeps themselves. */
export const sweepKeysOf = (prefix: string): string => `{${encodeURIComponent(prefix)}:sweeps}:`;
/** What demo keys begin with. Anyone may look at them, and whoever has signed in may sweep them. */
export const demoKeysOf = (prefix: string): string => `${encodeURIComponent(prefix)}:demo:`;
