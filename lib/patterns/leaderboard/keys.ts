import { defineKey } from '../../redis/keys';

const day = 24 * 60 * 60_000;

/** How long a resent score is recognised. */
export const receiptMs = 10 * 60_000;
/** The longest that a run may last. */
export const maxRunMs = 10 * 60_000;
/** The most members of a board, where its owner asks for no fewer. */
export const maxMembers = 1_000_000;

const bound = `at most ${maxMembers.toLocaleString('en')}`;

/** Every key of this room. The scripts derive the dated ones from `base` by the same templates. */
export const keys = {
  base: defineKey('{<prefix>:board:<board>}', 'Nothing: the tag that all keys below share', {
    why: 'Never written',
  }),
  all: defineKey('{<prefix>:board:<board>}:all', `Members by their place of all time; ${bound}`, {
    why: 'A record is data, kept until it is removed; past the bound the last place is dropped',
  }),
  week: defineKey('{<prefix>:board:<board>}:week:<week>', `Those of one ISO week; ${bound}`, {
    withinMs: 14 * day,
  }),
  day: defineKey('{<prefix>:board:<board>}:day:<day>', `Those of one day of UTC; ${bound}`, {
    withinMs: 2 * day,
  }),
  names: defineKey('{<prefix>:board:<board>}:names', 'The members of all time by name, to search', {
    why: 'One entry a member of the board of all time, dropped with it',
  }),
  run: defineKey('{<prefix>:board:<board>}:run:<id>', 'Whose run it is; its expiry is its clock', {
    withinMs: maxRunMs,
  }),
  receipt: defineKey('{<prefix>:board:<board>}:receipt:<id>', 'The answer to one score', {
    withinMs: receiptMs,
  }),
};
