/** What one client of an event stream is to be sent. */
export interface Outbox {
  readonly stream: ReadableStream<Uint8Array>;
  /** Fires when nothing can be sent any more, whoever ended it. */
  readonly ended: AbortSignal;
  /** Hands over a piece of text. A client who lets too much lie is dropped: it resumes where it was when it comes back. */
  send(text: string): void;
  /** Resolves when the client has taken what was sent, or has gone. */
  drained(): Promise<void>;
  /** Drops a client that took nothing of what lay here since this was last asked. */
  dropIfUnread(): void;
  /** Ends it, after what was sent. */
  end(): void;
}

/** As the gateway and Redis itself do with slow subscribers. */
const maxBacklogBytes = 1024 * 1024;

/** @param maxBytes what may lie here unread, for one client */
export function createOutbox(maxBytes = maxBacklogBytes): Outbox {
  const encoder = new TextEncoder();
  const ended = new AbortController();
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  let wake = () => {};
  let sent = 0;
  /** How much had been taken when something lay unread at the last look. */
  let takenBefore: number | undefined;
  const stop = () => {
    ended.abort();
    wake();
  };
  const drop = () => {
    stop();
    controller.error(new Error('The client does not read what it is sent'));
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      start(made) {
        controller = made;
      },
      pull: () => wake(),
      cancel: stop,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: maxBytes }),
  );
  return {
    stream,
    ended: ended.signal,
    send(text) {
      if (ended.signal.aborted) return;
      if ((controller.desiredSize ?? 0) > 0) {
        const bytes = encoder.encode(text);
        sent += bytes.length;
        controller.enqueue(bytes);
      } else drop();
    },
    async drained() {
      while (!ended.signal.aborted && (controller.desiredSize ?? 0) < maxBytes) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    dropIfUnread() {
      if (ended.signal.aborted) return;
      const unread = maxBytes - (controller.desiredSize ?? 0);
      const taken = sent - unread;
      if (unread > 0 && taken === takenBefore) drop();
      takenBefore = unread > 0 ? taken : undefined;
    },
    end() {
      if (ended.signal.aborted) return;
      stop();
      controller.close();
    },
  };
}
