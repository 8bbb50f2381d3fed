import type { Entry, Gap } from '@/lib/patterns/chat/contract';

/** One event of a stream. */
export interface StreamEvent {
  id: string | undefined;
  name: string;
  data: unknown;
}

/** The events of an event stream, as a browser would give them out. Ends where the stream ends, however it does. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of body) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const lines = block.split('\n');
        const field = (name: string) =>
          lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        const data = field('data');
        if (data !== undefined)
          yield { id: field('id'), name: field('event') ?? 'message', data: JSON.parse(data) };
      }
    }
  } catch {
    // Cut off: for a reader that is the end like any other.
  }
}

/** A client that connects again whenever its connection is lost, and goes on from the last entry that it has. */
export interface ChatClient {
  /** What it was told, in the order in which it came. */
  readonly entries: readonly Entry[];
  readonly gaps: readonly Gap[];
  readonly connections: number;
  /** Loses the connection, as in a tunnel. */
  drop(): void;
  stop(): Promise<void>;
}

/**
 * @param address where to connect next: asked each time
 * @param from the entry after which it begins
 */
export function startChatClient(address: () => string, from: string): ChatClient {
  const entries: Entry[] = [];
  const gaps: Gap[] = [];
  let last = from;
  let connection = new AbortController();
  let stopped = false;
  let connections = 0;

  async function run(): Promise<void> {
    while (!stopped) {
      connection = new AbortController();
      connections++;
      const url = `${address()}?after=${last}`;
      const response = await fetch(url, { signal: connection.signal }).catch(() => undefined);
      if (response?.ok && response.body)
        for await (const { id, name, data } of eventsOf(response.body)) {
          if (id !== undefined) last = id;
          if (name === 'message') entries.push(data as Entry);
          if (name === 'gap') gaps.push(data as Gap);
        }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  const running = run();
  return {
    entries,
    gaps,
    get connections() {
      return connections;
    },
    drop: () => connection.abort(),
    async stop() {
      stopped = true;
      connection.abort();
      await running;
    },
  };
}
