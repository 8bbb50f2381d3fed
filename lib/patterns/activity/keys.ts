import { defineKey } from '../../redis/keys';

const day = 24 * 60 * 60_000;

/** How long a resent event is recognised. */
export const receiptMs = 10 * 60_000;
/** A user who is silent for so long, give or take the week in which they were last seen, is forgotten. */
export const userLifeMs = 400 * day;
/** Entries of a timeline, where its owner asks for no other number. */
export const defaultKeep = 500;

/** Every key of this room: one slot a prefix, because an event counts for its user and among the actives at once. */
export const keys = {
  timeline: defineKey(
    '{<prefix>:activity}:timeline:<user>',
    `The newest events of a user; ${defaultKeep} unless told`,
    { withinMs: userLifeMs },
  ),
  user: defineKey(
    '{<prefix>:activity}:user:<user>',
    'First day, events by type and hour of the week, and a bit a day; 800 bytes, and 46 a year',
    { withinMs: userLifeMs },
  ),
  actives: defineKey(
    '{<prefix>:activity}:actives',
    'Who was active by day, week and month, and who came back: numbers alone',
    { why: 'Grows by 16 kB a year whatever happens; figures of past years are wanted' },
  ),
  receipt: defineKey(
    '{<prefix>:activity}:receipt:<id>',
    'That one call was carried out; says nothing of whose it was',
    { withinMs: receiptMs },
  ),
};
