import type { Entry, Gap } from './contract-entries';
import { isAfter, placeAfter, timeOf, type Ring } from './entry';
import type { Chat } from './chat';
import type { Subscribe } from './subscribe';

/** Who follows a room. Called in the order of the stream, each entry once. */
export interface Following {
  entry(entry: Entry): void;
  typing?(user: string): void;
  /** Entries were trimmed away before they could be read. */
  gap?(gap: Gap): void;
  /** What the channel said, as it came and when it came: what a plain subscriber gets, and nothing else. */
  ring?(payload: string): void;
  /** Something failed that is tried again. */
  failed?(error: unknown): void;
}

export interface Follower {
  /** Resolves when the first subscription stands: every entry after `newest()` is told. */
  readonly ready: Promise<void>;
  /** The id of the last entry that was told, or was there already; undefined until it is known. */
  newest(): string | undefined;
  close(): void;
}

const firstDelayMs = 100;
const longestDelayMs = 5_000;

/**
 * Follows a room from now on. The channel is a doorbell: an entry that names the last one as its previous is told at
 * once; any other shows a gap, and the stream is read. So it is after each lost connection, whatever rang meanwhile.
 *
 * Idle it costs nothing: no command is sent while nobody says anything.
 */
export function follow(chat: Chat, subscribe: Subscribe, following: Following): Follower {
  let last: string | undefined;
  let closed = false;
  let isReady!: () => void;
  const ready = new Promise<void>((resolve) => (isReady = resolve));

  // One at a time and in order: what rings while the stream is read waits, and is passed over if it was read.
  let turn = Promise.resolve();
  const next = (work: () => Promise<void>) => {
    turn = turn.then(() => (closed ? undefined : persist(work)));
  };

  /** A failed read is tried until it succeeds: to go on without it would be to hide a gap. */
  async function persist(work: () => Promise<void>): Promise<void> {
    for (let failures = 0; !closed; failures++) {
      try {
        return await work();
      } catch (error) {
        following.failed?.(error);
        const backoff = Math.min(longestDelayMs, firstDelayMs * 2 ** failures);
        await new Promise((resolve) => setTimeout(resolve, backoff));
      }
    }
  }

  function tell(entry: Entry): void {
    if (closed || (last !== undefined && !isAfter(entry.id, last))) return;
    last = entry.id;
    following.entry(entry);
  }

  async function catchUp(): Promise<void> {
    if (last === undefined) {
      last = await chat.newest();
      isReady();
      return;
    }
    for (let more = true; more && !closed;) {
      const page = await chat.since(last);
      if (page.gap) {
        last = placeAfter(page.gap);
        following.gap?.(page.gap);
      }
      page.entries.forEach(tell);
      more = page.hasMore;
    }
  }

  async function rung(entry: Entry): Promise<void> {
    if (entry.prev === last) tell(entry);
    else if (last === undefined || isAfter(entry.id, last)) await catchUp();
  }

  const unsubscribe = subscribe(chat.channel, {
    opened: () => next(catchUp),
    message(payload) {
      following.ring?.(payload);
      const ring = JSON.parse(payload) as Ring;
      if (ring.kind === 'typing') following.typing?.((ring as { user: string }).user);
      else {
        const { id } = ring as Entry;
        next(() => rung({ ...ring, at: timeOf(id) } as Entry));
      }
    },
    lost: (error) => following.failed?.(error),
  });

  return {
    ready,
    newest: () => last,
    close() {
      closed = true;
      unsubscribe();
    },
  };
}
