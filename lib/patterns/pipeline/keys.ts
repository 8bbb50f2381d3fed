import { defineKey } from '../../redis/keys';

/** How long a batch with an operation id is recognised when it comes again. */
export const receiptMs = 10 * 60_000;
/** How long an imported user is kept after the last import, as in the snippet. */
export const userMs = 60 * 60_000;
/** How long what is known of an import is kept after its last part. */
export const importMs = 24 * 60 * 60_000;
/** A comparison deletes what it wrote; one that dies on the way leaves it for so long. */
export const comparisonMs = 60_000;

/** Every key of this room. */
export const keys = {
  receipt: defineKey('{<prefix>:<group>}:batch:<id>', 'The replies to one batch', {
    withinMs: receiptMs,
  }),
  profile: defineKey('{<prefix>:bulk-user:<user>}:profile', 'Name and email of an imported user', {
    withinMs: userMs,
  }),
  roles: defineKey('{<prefix>:bulk-user:<user>}:roles', 'Roles of an imported user', {
    withinMs: userMs,
  }),
  progress: defineKey('{<prefix>:bulk:<id>}:progress', 'How far an import has come', {
    withinMs: importMs,
  }),
  errors: defineKey('{<prefix>:bulk:<id>}:errors', 'The first lines of an import that failed', {
    withinMs: importMs,
  }),
  users: defineKey('{<prefix>:bulk:<id>}:users', 'The users that an import wrote', {
    withinMs: importMs,
  }),
  compared: defineKey('{<prefix>:pipelines}:compared:<run>:<way>', 'One value of a comparison', {
    withinMs: comparisonMs,
  }),
  answer: defineKey('{<prefix>:pipelines}:answer:<id>', 'What one call of several steps answered', {
    withinMs: receiptMs,
  }),
  comparisons: defineKey('{<prefix>:pipelines}:comparisons', 'The last comparisons, newest first', {
    why: 'One list, cut to its newest 20 with each that is added',
  }),
};
