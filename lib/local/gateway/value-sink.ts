import type { ByteString } from './byte-string';
import type { ReplySink } from './reply-sink';

/**
 * A reply as JavaScript values, its strings as bytes: for the gateway's own questions and for pushed messages, not for callers'
 * replies.
 */
export type ReplyValue = ByteString | number | null | Error | ReplyValue[];

/** Collects each reply and hands it over when it is whole. */
export class ValueSink implements ReplySink {
  readonly #onReply: (value: ReplyValue) => void;
  #arrays: ReplyValue[][] = [];
  #parts: Buffer[] = [];

  constructor(onReply: (value: ReplyValue) => void) {
    this.#onReply = onReply;
  }

  begin(): void {}
  next(): void {}

  status(bytes: Buffer, start: number, end: number): void {
    this.#add(bytes.toString('latin1', start, end));
  }

  error(bytes: Buffer, start: number, end: number): void {
    this.#add(new Error(bytes.toString('latin1', start, end)));
  }

  integer(bytes: Buffer, start: number, end: number): void {
    this.#add(Number(bytes.toString('latin1', start, end)));
  }

  string(bytes: Buffer, start: number, end: number): void {
    this.#add(bytes.toString('latin1', start, end));
  }

  nil(): void {
    this.#add(null);
  }

  arrayStart(): void {
    this.#arrays.push([]);
  }

  arrayEnd(): void {
    this.#add(this.#arrays.pop() as ReplyValue[]);
  }

  longStringStart(): void {
    this.#parts = [];
  }

  longStringPart(bytes: Buffer, start: number, end: number): void {
    this.#parts.push(Buffer.from(bytes.subarray(start, end)));
  }

  longStringEnd(): void {
    this.#add(Buffer.concat(this.#parts).toString('latin1'));
    this.#parts = [];
  }

  #add(value: ReplyValue): void {
    const parent = this.#arrays.at(-1);
    if (parent) parent.push(value);
    else this.#onReply(value);
  }
}
