import type { ServerResponse } from 'node:http';
import type { ByteString } from './byte-string';
import { toByteString } from './byte-string';

/** An answer up to this size is sent in one piece with its length; a longer one is streamed. */
const ONE_PIECE = 64 * 1024;
/** Bytes that may wait for a slow caller before Redis is read no further… */
const BACKLOG = 1024 * 1024;
/** …and when others wait behind it on the same connection: memory is then spent before their time. */
const BACKLOG_BEFORE_OTHERS = 32 * 1024 * 1024;
/** A caller who takes nothing for so long (ms) has gone… */
const STALLED = 10_000;
/** …and one who is too slow is cut off after this long (ms) when others wait behind it. */
const PATIENCE_OF_OTHERS = 1_000;

export const JSON_TYPE = 'application/json';

export function errorBody(message: string): ByteString {
  return `{"error":${toByteString(JSON.stringify(message))}}`;
}

/** The body of one HTTP answer, written while Redis replies. */
export class Answer {
  status = 200;
  readonly #response: ServerResponse;
  readonly #contentType: string;
  readonly #syncToken: () => string;
  #text: ByteString = '';
  #backlog = 0;
  #behindSince = 0;

  constructor(response: ServerResponse, contentType: string, syncToken: () => string) {
    this.#response = response;
    this.#contentType = contentType;
    this.#syncToken = syncToken;
  }

  add(text: ByteString): void {
    this.#text += text;
    if (this.#text.length > ONE_PIECE) this.#stream();
  }

  end(): void {
    const response = this.#response;
    if (!response.headersSent) this.#head(this.#text.length);
    response.end(this.#text, 'latin1');
    this.#text = '';
  }

  /** Whether the caller is behind, so that no more should be fetched for now; one who is hopelessly behind is cut off. */
  congested(othersWait: boolean): boolean {
    const backlog = this.#response.writableLength;
    const now = performance.now();
    const keepsUp = backlog <= (othersWait ? BACKLOG_BEFORE_OTHERS : BACKLOG);
    const moves = !othersWait && backlog < this.#backlog;
    if (keepsUp || moves || this.#behindSince === 0) this.#behindSince = now;
    this.#backlog = backlog;
    if (keepsUp) return false;
    const patience = othersWait ? PATIENCE_OF_OTHERS : STALLED;
    if (now - this.#behindSince > patience) this.#response.destroy();
    return true;
  }

  #stream(): void {
    if (!this.#response.headersSent) this.#head();
    this.#response.write(this.#text, 'latin1');
    this.#text = '';
  }

  #head(length?: number): void {
    const headers: Record<string, string | number> = {
      'Content-Type': this.#contentType,
      'Upstash-Sync-Token': this.#syncToken(),
    };
    if (length !== undefined) headers['Content-Length'] = length;
    this.#response.writeHead(this.status, headers);
  }
}
