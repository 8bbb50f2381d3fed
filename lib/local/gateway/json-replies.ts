import { StringDecoder } from 'node:string_decoder';
import type { Answer } from './answer';
import { toByteString, type ByteString } from './byte-string';
import type { ReplySink } from './reply-sink';

/** Anything but the ASCII that JSON carries as it is. */
const NEEDS_ESCAPE = /[^ !#-[\]-~]/;

export interface JsonRepliesOptions {
  base64: boolean;
  /** Replies are elements of a list; else there is one, and an error sets the answer's status to 400. */
  list: boolean;
  /** Errors for the commands of the list that were not sent, by their position. */
  refused?: ReadonlyMap<number, string>;
}

/** Writes replies as the protocol's JSON: `{"result": …}` or `{"error": …}`, alone or as a list. */
export class JsonReplies implements ReplySink {
  readonly #answer: Answer;
  readonly #options: JsonRepliesOptions;
  #depth = 0;
  #index = 0;
  #decoder = new StringDecoder();

  constructor(answer: Answer, options: JsonRepliesOptions) {
    this.#answer = answer;
    this.#options = options;
    if (options.list) answer.add('[');
  }

  /** Completes the list once every reply is in. */
  finish(): void {
    if (!this.#options.list) return;
    this.#addRefusals();
    this.#answer.add(']');
  }

  begin(): void {
    if (!this.#options.list) return;
    this.#addRefusals();
    if (this.#index++ > 0) this.#answer.add(',');
  }

  next(): void {
    this.#answer.add(',');
  }

  status(bytes: Buffer, start: number, end: number): void {
    // The one status that base64 leaves alone, and only where it is the whole reply.
    if (
      this.#depth === 0 &&
      end - start === 2 &&
      bytes[start] === 0x4f &&
      bytes[start + 1] === 0x4b
    )
      this.#value('"OK"');
    else this.string(bytes, start, end);
  }

  error(bytes: Buffer, start: number, end: number): void {
    const message = quote(bytes, start, end);
    if (this.#depth > 0) this.#answer.add(message);
    else {
      if (!this.#options.list) this.#answer.status = 400;
      this.#answer.add(`{"error":${message}}`);
    }
  }

  integer(bytes: Buffer, start: number, end: number): void {
    this.#value(bytes.toString('latin1', start, end));
  }

  string(bytes: Buffer, start: number, end: number): void {
    this.#value(
      this.#options.base64 ? `"${bytes.toString('base64', start, end)}"` : quote(bytes, start, end),
    );
  }

  nil(): void {
    this.#value('null');
  }

  arrayStart(): void {
    this.#answer.add(this.#depth++ === 0 ? '{"result":[' : '[');
  }

  arrayEnd(): void {
    this.#answer.add(--this.#depth === 0 ? ']}' : ']');
  }

  longStringStart(): void {
    // Both encodings have units that span parts: the decoder holds back what is incomplete.
    this.#decoder = new StringDecoder(this.#options.base64 ? 'base64' : 'utf8');
    this.#answer.add(this.#depth === 0 ? '{"result":"' : '"');
  }

  longStringPart(bytes: Buffer, start: number, end: number): void {
    this.#addDecoded(this.#decoder.write(bytes.subarray(start, end)));
  }

  longStringEnd(): void {
    this.#addDecoded(this.#decoder.end());
    this.#answer.add(this.#depth === 0 ? '"}' : '"');
  }

  #addDecoded(text: string): void {
    this.#answer.add(
      this.#options.base64 || !NEEDS_ESCAPE.test(text)
        ? text
        : toByteString(JSON.stringify(text).slice(1, -1)),
    );
  }

  #value(json: ByteString): void {
    this.#answer.add(this.#depth === 0 ? `{"result":${json}}` : json);
  }

  #addRefusals(): void {
    for (;;) {
      const refusal = this.#options.refused?.get(this.#index);
      if (refusal === undefined) return;
      const comma = this.#index++ > 0 ? ',' : '';
      this.#answer.add(`${comma}{"error":${toByteString(JSON.stringify(refusal))}}`);
    }
  }
}

/** A JSON string of these bytes as UTF-8; what is no UTF-8 becomes U+FFFD. */
function quote(bytes: Buffer, start: number, end: number): ByteString {
  const text = bytes.toString('latin1', start, end);
  return NEEDS_ESCAPE.test(text)
    ? toByteString(JSON.stringify(bytes.toString('utf8', start, end)))
    : `"${text}"`;
}
