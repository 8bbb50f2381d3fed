import type { ReplySink } from './reply-sink';

/** Strings longer than this are handed on in parts as they arrive. */
const LONG_STRING = 32 * 1024;

const CR = 13;
const LF = 10;

/** Who gets the replies: the sink may change from one reply to the next. */
export interface ReplyOwner {
  /** The sink of the reply that is being read. */
  sink(): ReplySink;
  /** The reply that is being read is an error, or has one in it. */
  refused(bytes: Buffer, start: number, end: number): void;
  /** A whole reply has been read. */
  replied(): void;
}

/** Reads RESP2 as it arrives and calls the owner's sink for each value; it keeps only what is incomplete. */
export class ReplyReader {
  readonly #owner: ReplyOwner;
  /** Elements still to come, of each open array. */
  readonly #open: number[] = [];
  #rest: Buffer | undefined;
  /** Bytes still to come of a long string, with its final CR LF; 0 when none is open. */
  #long = 0;

  constructor(owner: ReplyOwner) {
    this.#owner = owner;
  }

  /** @throws Error where the bytes are no RESP2: the connection is of no more use then. */
  feed(chunk: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = undefined;
    let at = 0;
    while (at < bytes.length) {
      const read = this.#long > 0 ? this.#readLong(bytes, at) : this.#readValue(bytes, at);
      if (read === at) {
        this.#rest = at === 0 ? bytes : bytes.subarray(at);
        return;
      }
      at = read;
    }
  }

  /** Reads one value, or the head of one; returns where the next begins, or `at` when more bytes are needed. */
  #readValue(bytes: Buffer, at: number): number {
    const end = lineEnd(bytes, at + 1);
    if (end < 0) return at;
    const after = end + 2;
    const type = bytes[at];
    if (type === 0x24 /* $ */) return this.#readString(bytes, at, end);

    const sink = this.#owner.sink();
    if (type === 0x2a /* * */) {
      const length = parseLength(bytes, at + 1, end);
      this.#begin(sink);
      if (length < 0) sink.nil(true);
      else {
        sink.arrayStart(length);
        if (length > 0) {
          this.#open.push(length);
          return after;
        }
        sink.arrayEnd();
      }
    } else {
      this.#begin(sink);
      if (type === 0x3a /* : */) sink.integer(bytes, at + 1, end);
      else if (type === 0x2b /* + */) sink.status(bytes, at + 1, end);
      else if (type === 0x2d /* - */) {
        this.#owner.refused(bytes, at + 1, end);
        sink.error(bytes, at + 1, end);
      } else throw new Error(`unexpected type byte ${type} in a Redis reply`);
    }
    this.#complete(sink);
    return after;
  }

  #readString(bytes: Buffer, at: number, end: number): number {
    const length = parseLength(bytes, at + 1, end);
    const start = end + 2;
    if (length >= 0 && start + length + 2 > bytes.length) {
      if (length <= LONG_STRING) return at;
      const sink = this.#owner.sink();
      this.#begin(sink);
      sink.longStringStart(length);
      this.#long = length + 2;
      return start;
    }
    const sink = this.#owner.sink();
    this.#begin(sink);
    if (length < 0) sink.nil(false);
    else sink.string(bytes, start, start + length);
    this.#complete(sink);
    return length < 0 ? start : start + length + 2;
  }

  #readLong(bytes: Buffer, at: number): number {
    const sink = this.#owner.sink();
    const end = Math.min(bytes.length, at + this.#long);
    const content = Math.min(end, at + this.#long - 2);
    if (content > at) sink.longStringPart(bytes, at, content);
    this.#long -= end - at;
    if (this.#long === 0) {
      sink.longStringEnd();
      this.#complete(sink);
    }
    return end;
  }

  #begin(sink: ReplySink): void {
    if (this.#open.length === 0) sink.begin();
  }

  #complete(sink: ReplySink): void {
    const open = this.#open;
    while (open.length > 0) {
      const left = (open[open.length - 1] as number) - 1;
      if (left > 0) {
        open[open.length - 1] = left;
        sink.next();
        return;
      }
      open.pop();
      sink.arrayEnd();
    }
    this.#owner.replied();
  }
}

/** Where the line that goes on at `from` ends (its CR), or -1 when that has not arrived. */
function lineEnd(bytes: Buffer, from: number): number {
  const limit = Math.min(bytes.length - 1, from + 16);
  for (let at = from; at < limit; at++) {
    if (bytes[at] === CR) return bytes[at + 1] === LF ? at : -1;
  }
  return bytes.indexOf('\r\n', from, 'latin1');
}

function parseLength(bytes: Buffer, start: number, end: number): number {
  if (bytes[start] === 0x2d /* - */) return -1;
  let length = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] as number) - 48;
    if (digit < 0 || digit > 9) throw new Error('bad length in a Redis reply');
    length = length * 10 + digit;
  }
  return length;
}
