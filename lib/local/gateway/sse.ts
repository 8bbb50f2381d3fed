import type { ServerResponse } from 'node:http';
import { fromByteString, toByteString, type ByteString } from './byte-string';

/** Bytes that may wait for a subscriber who does not read; then it is cut off, as Redis does with slow subscribers. */
const MAX_BACKLOG = 1024 * 1024;
const PING_INTERVAL = 15_000;

/** The open event streams of one gateway. */
export interface EventStreams {
  open(response: ServerResponse): EventStream;
  /** Ends all of them. */
  close(): void;
}

export interface EventStream {
  /** Sends a frame; the first one sends the headers. */
  send(frame: ByteString): void;
  /** Ends the stream: the subscription behind it is gone. */
  end(): void;
}

/** Streams get a comment every 15 s, so that a peer that has vanished is noticed and proxies keep the stream open. */
export function createEventStreams(syncToken: () => string): EventStreams {
  const open = new Set<ServerResponse>();
  const write = (response: ServerResponse, bytes: ByteString) => {
    if (response.writableLength > MAX_BACKLOG) response.destroy();
    else response.write(bytes, 'latin1');
  };
  const pings = setInterval(() => {
    for (const response of open) if (response.headersSent) write(response, ': ping\n\n');
  }, PING_INTERVAL);
  pings.unref();

  return {
    open(response) {
      open.add(response);
      response.once('close', () => open.delete(response));
      return {
        send(bytes) {
          if (!response.headersSent) {
            response.writeHead(200, {
              'Content-Type': 'text/event-stream',
              'Cache-Control': 'no-cache, no-transform',
              'Upstash-Sync-Token': syncToken(),
            });
          }
          write(response, bytes);
        },
        end: () => void response.end(),
      };
    },
    close() {
      clearInterval(pings);
      for (const response of open) response.destroy();
    },
  };
}

/**
 * One event. The official client takes every line that begins `data: ` (with the space) for a message of its own, so further
 * lines of a payload are written without the space, which the standard allows: a payload cannot forge a message.
 */
export function frame(payload: ByteString): ByteString {
  const text = /[^\0-\x7f]/.test(payload) ? toByteString(fromByteString(payload)) : payload;
  const [first, ...more] = text.split(/\r\n|\r|\n/);
  let lines = `data: ${first}\n`;
  // A reader strips one space after the colon: a line's own leading space needs that one before it.
  for (const line of more) lines += `data:${line.startsWith(' ') ? ' ' : ''}${line}\n`;
  return `${lines}\n`;
}
