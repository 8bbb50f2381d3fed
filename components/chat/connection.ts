import { fill } from '@/lib/http/call';
import { streamMessages, type Entry, type Gap } from './api';

/** How messages come in: at once, by asking now and then, or not at all for the moment. */
export type Status = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'offline' | 'dropped';

export interface ConnectionOptions {
  room: string;
  /** The entry up to which nothing is missing: each connection goes on from it. */
  last(): string;
  onEntry(entry: Entry): void;
  onTyping(user: string): void;
  onGap(gap: Gap): void;
  onStatus(status: Status): void;
  /** Reads what is new, where no stream can be had. @returns false where that fails too */
  poll(): Promise<boolean>;
}

export interface Connection {
  /** Loses the connection for a while, as in a tunnel. */
  drop(ms: number): void;
  close(): void;
}

const firstDelayMs = 500;
const longestDelayMs = 30_000;
/** So many failures in a row, and messages are asked for until a stream can be had. */
const pollAfter = 2;

/**
 * Keeps a stream open, one at a time: browsers allow six connections to a server in all. Connects again by itself, and
 * goes on from the last entry; the browser's own way would do that too, but would never poll.
 */
export function connect(options: ConnectionOptions): Connection {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let closed = false;

  function open(): void {
    const url = fill(streamMessages.path, { room: options.room });
    source = new EventSource(`${url}?after=${options.last()}`);
    const on = (name: string, act: (data: string) => void) =>
      source!.addEventListener(name, ({ data }: MessageEvent<string>) => act(data));
    on('hello', () => {
      failures = 0;
      options.onStatus('live');
    });
    on('message', (data) => options.onEntry(JSON.parse(data) as Entry));
    on('typing', (data) => options.onTyping((JSON.parse(data) as { user: string }).user));
    on('gap', (data) => options.onGap(JSON.parse(data) as Gap));
    // Asked to come again: all clients of a server at once are asked, so not all in one moment.
    on('bye', () => again(Math.random() * firstDelayMs));
    source.onerror = () => {
      failures++;
      if (failures <= pollAfter) options.onStatus('reconnecting');
      again(Math.min(longestDelayMs, firstDelayMs * 2 ** failures) * (0.75 + Math.random() / 2));
    };
  }

  function again(ms: number): void {
    source?.close();
    clearTimeout(timer);
    timer = setTimeout(() => void retry(), ms);
  }

  async function retry(): Promise<void> {
    if (failures > pollAfter) {
      const answered = await options.poll();
      if (closed) return;
      options.onStatus(answered ? 'polling' : 'offline');
    }
    open();
  }

  options.onStatus('connecting');
  open();
  return {
    drop(ms) {
      options.onStatus('dropped');
      again(ms);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      source?.close();
    },
  };
}
