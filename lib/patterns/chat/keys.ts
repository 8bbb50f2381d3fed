import { defineKey } from '../../redis/keys';
import { maxMuteMs } from './contract-entries';
import { presenceTtlMs } from './contract-rooms';

/** The most entries of a room, where its owner asks for no fewer. */
export const maxMessages = 1_000;
/** How long a resent redaction is recognised. */
export const receiptMs = 10 * 60_000;

/** Every key of this room, and the channel that is rung. */
export const keys = {
  messages: defineKey(
    '{<prefix>:chat:<room>}:messages',
    `The stream of a room; at most ${maxMessages.toLocaleString('en')} entries`,
    { why: 'What was said is data; past the bound the oldest entry is trimmed' },
  ),
  bell: defineKey('{<prefix>:chat:<room>}:bell', 'The channel on which new entries are rung', {
    why: 'A channel: nothing is ever written to it',
  }),
  mute: defineKey('{<prefix>:chat:<room>}:mute:<user>', 'A mute: a stream of one entry', {
    withinMs: maxMuteMs,
  }),
  here: defineKey('{<prefix>:chat:<room>}:here', 'Users by the time of their last heartbeat', {
    withinMs: presenceTtlMs,
  }),
  receipt: defineKey('{<prefix>:chat:<room>}:receipt:<id>', 'The answer to one redaction', {
    withinMs: receiptMs,
  }),
};
