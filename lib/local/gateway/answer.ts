import type { ServerResponse } from 'node:http';
import type { ByteString } from './byte-string';
import { toByteString } from './byte-string';
import { ByteWriter } from './byte-writer';

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

/** Replies come one after the other, so all answers are written in one place… */
const writer = new ByteWriter();
/** …by one at a time; what another has written so far is put aside first. */
let writing: Answer | undefined;

function lendWriter(answer: Answer): ByteWriter {
  if (writing !== answer) writing?.putAside();
  writing = answer;
  return writer;
}

/** The body of one HTTP answer, written while Redis replies. */
export class Answer {
  status = 200;
  readonly #response: ServerResponse;
  readonly #contentType: string;
  readonly #syncToken: () => string;
  /** What was put aside when another answer came between. */
  #text: ByteString = '';
  #backlog = 0;
  #behindSince = 0;

  constructor(response: ServerResponse, contentType: string, syncToken: () => string) {
    this.#response = response;
    this.#contentType = contentType;
    this.#syncToken = syncToken;
  }

  /** Where to write; to be asked for anew for each value. */
  get out(): ByteWriter {
    if (writing === this && writer.length > ONE_PIECE) this.#stream();
    return lendWriter(this);
  }

  end(): void {
    const response = this.#response;
    const text = this.#take();
    if (!response.headersSent) this.#head(text.length);
    response.end(text, 'latin1');
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
    const text = this.#take();
    const response = this.#response;
    // The exchange may have failed meanwhile, or its caller gone.
    if (response.writableEnded || response.destroyed) return;
    if (!response.headersSent) this.#head();
    response.write(text, 'latin1');
  }

  #take(): ByteString {
    if (writing === this) {
      this.#text += writer.take();
      writing = undefined;
    }
    const text = this.#text;
    this.#text = '';
    return text;
  }

  /** Makes room: another answer is to be written. */
  putAside(): void {
    this.#text += writer.take();
    writing = undefined;
    if (this.#text.length > ONE_PIECE) this.#stream();
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
