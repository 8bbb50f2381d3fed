import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import { assertCount } from '../../redis/assert-count';
import { newOperationId, type OperationId } from '../../redis/operation-id';
import { createScript, onceFor, type Once } from '../../redis/script';
import beatSource from './beat.lua' with { type: 'text' };
import type { Page, ResultOfSend } from './contract';
import { beginning, maxMuteMs, type Entry, type Gap } from './contract-entries';
import { maxNamed, presenceTtlMs } from './contract-rooms';
import { entryOf, isAfter, justBefore, timeOf, type RawEntry, type Ring } from './entry';
import { keys, maxMessages as mostMessages, receiptMs } from './keys';
import muteSource from './mute.lua' with { type: 'text' };
import redactSource from './redact.lua' with { type: 'text' };
import sendSource from './send.lua' with { type: 'text' };

const sendScript = createScript(sendSource);
const redactScript = createScript(redactSource);
const muteScript = createScript(muteSource);
const beatScript = createScript(beatSource);

/** Who names no entry that they have seen is recognised for so long when they send again. */
const recognisedMs = 2 * 60_000;

export interface ChatOptions {
  /** What all keys of this instance begin with. Two instances with one prefix share their rooms. */
  prefix?: string;
  room: string;
  /** Past it the oldest entry is trimmed: 1 to 1 000. */
  maxMessages?: number;
}

interface NewMessage {
  user: string;
  text: string;
  /** The sender's own id of it, made before the first try: the same again is the same message. */
  clientId: string;
  /** The newest entry that the sender had at the first try; makes recognition exact, and a command cheaper. */
  after?: string | undefined;
}

export interface Chat {
  /** The channel on which this room rings. */
  readonly channel: string;

  /**
   * Appends a message and rings the bell, in one step. One round trip, four commands for a sender who names the newest
   * entry; two where it was sent before or the sender is muted.
   *
   * @returns the entry, and whether it had been sent before; or that the sender is muted, until when
   * @throws CodedError `idempotency_key_reused` where the same client id came with another text
   */
  send(message: NewMessage): Promise<ResultOfSend>;

  /** The newest entries, or those before one; oldest first. One command. @param limit 1 to 200 */
  history(options?: { before?: string | undefined; limit?: number }): Promise<Page>;

  /**
   * What came after an entry, oldest first. One command; two where that entry is gone, by trimming or redaction.
   *
   * @param limit 1 to 200
   * @returns the entries; and a `gap` where others between `id` and the first of them were trimmed away, or where
   *   `id` is of a stream before this one: then the entries are those from the beginning
   */
  since(id: string, limit?: number): Promise<Page>;

  /** The id of the newest entry; `0-0` where there is none. One command. */
  newest(): Promise<string>;

  /**
   * Takes a message out: its text leaves Redis, and an entry that says so is appended. Eight commands.
   *
   * @param any true for who may take out what others wrote
   * @throws CodedError `not_found` where there is no such message, `forbidden` where it is another's
   */
  redact(
    id: string,
    by: string,
    options?: { any?: boolean; operationId?: OperationId },
  ): Promise<Entry>;

  /**
   * Lets a user say nothing here for a while. Four commands, two for its end; two more with an operation id, without
   * which a call that is sent again begins the mute anew.
   *
   * @param forMs 1 to 7 days; 0 ends the mute
   * @returns until when, in epoch milliseconds; null for no mute
   */
  mute(user: string, forMs: number, options?: Once): Promise<number | null>;

  /** A heartbeat: the user is here for 45 s. Idempotent. Six commands. @returns up to 50 who are here, newest first */
  beat(user: string): Promise<string[]>;

  /** Tells who listens just now that a user types. One command; nothing is kept. */
  typing(user: string): Promise<void>;
}

/**
 * One room of a chat over one Redis: a bounded stream that is the truth, and a channel that is the doorbell.
 *
 * @throws RangeError where `maxMessages` is out of range
 */
export function createChat(
  redis: Redis,
  { prefix = 'rp', room, maxMessages = mostMessages }: ChatOptions,
): Chat {
  if (!(maxMessages >= 1 && maxMessages <= mostMessages))
    throw new RangeError(`A room of ${maxMessages} messages`);
  const tag = { prefix, room };
  const key = keys.messages(tag);
  const channel = keys.bell(tag);

  /** As the server gives it: the client would make an object of it. */
  const range = (command: string, from: string, to: string, count: number) =>
    redis.exec<RawEntry[]>([command, key, from, to, 'COUNT', count]);

  return {
    channel,

    async send({ user, text, clientId, after }) {
      const from = after === undefined ? String(recognisedMs) : justBefore(after);
      const reply = await sendScript.run<
        ['muted', string] | ['sent' | 'known', id: string, prev: string, text: string]
      >(redis, {
        keys: [key, keys.mute({ ...tag, user })],
        args: [from, channel, maxMessages, user, clientId, text],
      });
      if (reply[0] === 'muted') return { sent: false, refused: 'muted', until: Number(reply[1]) };
      const [outcome, id, prev, stored] = reply;
      if (stored !== text)
        throw new CodedError(
          'idempotency_key_reused',
          'This clientId was used for another text. Use a new one for a new message.',
        );
      const entry: Entry = { kind: 'message', id, prev, user, text, clientId, at: timeOf(id) };
      return { sent: true, entry, duplicate: outcome === 'known' };
    },

    async history({ before, limit = 50 } = {}) {
      assertCount('limit', limit);
      const raw = await range('XREVRANGE', before ? `(${before}` : '+', '-', limit + 1);
      const entries = raw.slice(0, limit).map(entryOf).reverse();
      return { entries, hasMore: raw.length > limit, gap: null };
    },

    async since(id, limit = 100) {
      assertCount('limit', limit);
      // From this entry itself, which tells whether it is still there; one more tells whether there are more.
      const raw = await range('XRANGE', id, '+', limit + 2);
      if (raw.length === 0 && id !== beginning) {
        // The newest entry is never trimmed. An id above it is of another stream than this one, which is read from its
        // beginning, since nothing tells which of it the reader has.
        const all = await range('XRANGE', '-', '+', limit + 1);
        const entries = all.slice(0, limit).map(entryOf);
        return { entries, hasMore: all.length > limit, gap: { after: id, upTo: id } };
      }
      const isThere = raw[0]?.[0] === id;
      const after = isThere ? raw.slice(1) : raw;
      const entries = after.slice(0, limit).map(entryOf);
      const hasMore = after.length > limit;
      if (isThere || id === beginning || entries[0]?.prev === id)
        return { entries, hasMore, gap: null };
      // The entry is gone: one that was redacted left the others behind it, one that was trimmed may not have.
      const [oldest] = await range('XRANGE', '-', '+', 1);
      return { entries, hasMore, gap: gapAfter(id, oldest && entryOf(oldest)) };
    },

    async newest() {
      const [raw] = await range('XREVRANGE', '+', '-', 1);
      return raw?.[0] ?? beginning;
    },

    async redact(id, by, { any = false, operationId = newOperationId() } = {}) {
      const reply = await redactScript.run<
        ['none'] | ['other'] | ['redacted', id: string, prev: string, author: string]
      >(redis, {
        keys: [key],
        args: [channel, maxMessages, id, by, any ? 1 : 0],
        once: {
          operationId,
          receipt: keys.receipt({ ...tag, id: operationId.id }),
          ttlMs: receiptMs,
        },
      });
      if (reply[0] === 'none')
        throw new CodedError('not_found', 'There is no such message any more.');
      if (reply[0] === 'other')
        throw new CodedError('forbidden', 'Only its author and admins may take a message out.');
      const [, at, prev, author] = reply;
      return { kind: 'redaction', id: at, prev, redacts: id, author, by, at: timeOf(at) };
    },

    async mute(user, forMs, { operationId } = {}) {
      if (!(forMs >= 0 && forMs <= maxMuteMs)) throw new RangeError(`A mute of ${forMs} ms`);
      const mute = keys.mute({ ...tag, user });
      const until = await muteScript.run<string | null>(redis, {
        keys: [mute],
        args: [forMs],
        ...onceFor(operationId, (id) => keys.receipt({ ...tag, id }), receiptMs),
      });
      return until === null ? null : Number(until);
    },

    beat: (user) =>
      beatScript.run<string[]>(redis, {
        keys: [keys.here(tag)],
        args: [user, presenceTtlMs, maxNamed],
      }),

    async typing(user) {
      await redis.publish(channel, JSON.stringify({ kind: 'typing', user } satisfies Ring));
    },
  };
}

/** What lies between the last entry of a reader, which is gone, and the oldest that is left. */
function gapAfter(id: string, oldest: Entry | undefined): Gap | null {
  // The oldest has none before it: this is not the stream that the reader had read.
  if (!oldest || oldest.prev === beginning) return { after: id, upTo: id };
  return isAfter(oldest.prev, id) ? { after: id, upTo: oldest.prev } : null;
}
