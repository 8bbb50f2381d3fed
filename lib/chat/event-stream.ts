import { CodedError } from '../errors';
import { isAfter, placeAfter, type Chat } from '../patterns/chat';
import type { Entry, Gap } from '../patterns/chat/contract';
import type { Feeds } from './feeds';
import { endOnShutdown } from './open-streams';
import { createOutbox } from './outbox';
import { takePlace } from './places';

export interface EventStreamOptions {
  chat: Chat;
  room: string;
  feeds: Feeds;
  /** Under what name the client is counted: one may have only so many streams. */
  caller: string;
  /** The client goes on from this entry; without one it begins now. */
  after?: string | undefined;
  /** Bare pub/sub: what rings while this stream is open, and nothing that rang before. */
  plain?: boolean;
  /** Fires when the client has gone. */
  signal: AbortSignal;
  /** Politely closed after so long, before a platform would cut it off. In milliseconds. */
  maxAgeMs?: number;
  /** A comment so often shows proxies that the stream lives. In milliseconds. */
  heartbeatMs?: number;
  /** What may lie unread for this client, in bytes. */
  maxBacklogBytes?: number;
  /** For how long the first subscription may take, until the client is told to poll. In milliseconds. */
  readyWithinMs?: number;
}

/** Entries that came while the stream was read for the client. More than that, and it is too slow. */
const maxHeld = 1_000;

/**
 * Opens a client's stream: first what it has missed, then what comes, in the order of the stream and once each.
 *
 * @throws CodedError `unavailable` where Redis does not answer the subscription in time, or no place is free;
 *   `rate_limited` where the caller has too many streams already
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function openEventStream({
  chat,
  room,
  feeds,
  caller,
  after,
  plain = false,
  signal,
  maxAgeMs = 240_000,
  heartbeatMs = 15_000,
  maxBacklogBytes,
  readyWithinMs = 5_000,
}: EventStreamOptions): Promise<ReadableStream<Uint8Array>> {
  const leave = takePlace(caller);
  const outbox = createOutbox(maxBacklogBytes);
  const { send, ended } = outbox;
  ended.addEventListener('abort', leave);
  let position = after;
  let held: Entry[] | undefined = [];

  const tell = (entry: Entry) => {
    if (position !== undefined && !isAfter(entry.id, position)) return;
    position = entry.id;
    send(event('message', entry, entry.id));
  };
  const nothing = () => undefined;
  const listening = feeds.listen(room, {
    typing: plain ? nothing : (user) => send(event('typing', { user })),
    gap: plain ? nothing : (gap: Gap) => send(event('gap', gap)),
    ring: plain ? (payload) => send(event('ring', payload)) : nothing,
    entry(entry) {
      if (plain) return;
      if (!held) tell(entry);
      else if (held.push(entry) > maxHeld) outbox.end();
    },
  });
  // Whoever ends it, this is done once: the outbox fires for all of them.
  ended.addEventListener('abort', listening.leave);
  const clientGone = () => outbox.end();
  if (signal.aborted) clientGone();
  signal.addEventListener('abort', clientGone, { once: true });

  await within(readyWithinMs, listening.ready, ended).catch((error: unknown) => {
    outbox.end();
    throw error;
  });
  const bye = (reason: string) => {
    send(event('bye', { reason }));
    outbox.end();
  };
  const heartbeat = setInterval(() => {
    outbox.dropIfUnread();
    send(': ping\n\n');
  }, heartbeatMs);
  const tooOld = setTimeout(() => bye('It is time to connect anew'), maxAgeMs);
  const forget = endOnShutdown(() => bye('This server stops'));
  const close = () => {
    clearInterval(heartbeat);
    clearTimeout(tooOld);
    forget();
    signal.removeEventListener('abort', clientGone);
  };
  if (ended.aborted) close();
  ended.addEventListener('abort', close);

  send('retry: 2000\n\n');
  // Its id is where a client goes on from whose connection is lost before anything was said.
  position ??= listening.newest();
  send(event('hello', { room }, position));
  void resume();
  return outbox.stream;

  /** Gives the client what it has missed, at the pace at which it reads; then what came meanwhile. */
  async function resume(): Promise<void> {
    try {
      for (let more = after !== undefined && !plain; more && !ended.aborted;) {
        const page = await chat.since(position!);
        if (page.gap) {
          position = placeAfter(page.gap);
          send(event('gap', page.gap));
        }
        page.entries.forEach(tell);
        more = page.hasMore;
        if (more) await outbox.drained();
      }
      for (const entry of held!) tell(entry);
      held = undefined;
    } catch (error) {
      console.error('Resuming a stream of the room', room, error);
      bye('The messages could not be read');
    }
  }
}

function event(name: string, data: unknown, id?: string): string {
  const body = typeof data === 'string' ? data : JSON.stringify(data);
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${body}\n\n`;
}

/** @throws CodedError `unavailable` where it takes longer, or where the client has gone meanwhile */
function within<T>(ms: number, work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const refuse = () =>
      reject(
        new CodedError('unavailable', 'The live channel does not answer. Read by polling.', {
          retryAfterSeconds: 5,
        }),
      );
    const timer = setTimeout(refuse, ms);
    const onAbort = () => refuse();
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    });
  });
}
