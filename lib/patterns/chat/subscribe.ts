/** Where the REST endpoint of Redis is. */
export interface Endpoint {
  url: string;
  token: string;
}

interface Listener {
  /** Redis has confirmed: whatever is published from now on arrives. Called again after each lost connection. */
  opened(): void;
  message(payload: string): void;
  /** What is published from now on is lost until `opened`. */
  lost?(error: unknown): void;
}

/** Listens to a channel until the function that it returns is called. Connects again by itself. */
export type Subscribe = (channel: string, listener: Listener) => () => void;

const firstDelayMs = 100;
const longestDelayMs = 5_000;
/** An endpoint that sends a comment now and then, and has sent none for so long, is gone without a word. */
const silenceMs = 45_000;

/**
 * Subscribes over the REST endpoint's event stream. The client's own `subscribe()` goes silent for good where the
 * connection behind it dies; this one notices, and says so.
 *
 * @see https://upstash.com/docs/redis/features/restapi#subscribe
 */
export function createSubscribe({ url, token }: Endpoint): Subscribe {
  return (channel, listener) => {
    const closed = new AbortController();
    const address = `${url}/subscribe/${encodeURIComponent(channel)}`;

    async function read(): Promise<never> {
      // Of this connection alone: one that is given up must not be left open behind the next.
      const connection = new AbortController();
      const giveUp = () => connection.abort(closed.signal.reason);
      closed.signal.addEventListener('abort', giveUp, { once: true });
      try {
        const response = await fetch(address, {
          headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
          cache: 'no-store',
          signal: connection.signal,
        });
        if (!response.ok || !response.body)
          throw new Error(`The subscription was answered with ${response.status}`);
        for await (const line of linesOf(response.body, connection)) {
          if (line.startsWith(`data: subscribe,${channel},`)) {
            failures = 0;
            listener.opened();
          } else if (line.startsWith(`data: message,${channel},`))
            listener.message(line.slice(`data: message,${channel},`.length));
        }
        throw new Error('The subscription has ended');
      } finally {
        closed.signal.removeEventListener('abort', giveUp);
        connection.abort();
      }
    }

    let failures = 0;
    async function keepReading(): Promise<void> {
      while (!closed.signal.aborted) {
        await read().catch((error: unknown) => {
          if (!closed.signal.aborted) listener.lost?.(error);
        });
        const backoff = Math.min(longestDelayMs, firstDelayMs * 2 ** failures++);
        await pause(backoff * (0.5 + Math.random() / 2), closed.signal);
      }
    }
    void keepReading();
    return () => closed.abort();
  };
}

/** The lines of an event stream. Ends it where the other side has said nothing for too long. */
async function* linesOf(
  body: ReadableStream<Uint8Array>,
  connection: AbortController,
): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let pinged = false;
  let silence: ReturnType<typeof setTimeout> | undefined;
  try {
    for (;;) {
      if (pinged)
        silence = setTimeout(() => connection.abort(new Error('No sign of life')), silenceMs);
      const { done, value } = await reader.read();
      clearTimeout(silence);
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      pinged ||= lines.some((line) => line.startsWith(':'));
      yield* lines;
    }
  } finally {
    clearTimeout(silence);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
