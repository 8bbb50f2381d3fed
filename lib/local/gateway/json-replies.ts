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
    if (options.list) answer.out.text('[');
  }

  /** Completes the list once every reply is in. */
  finish(): void {
    if (!this.#options.list) return;
    this.#addRefusals();
    this.#answer.out.text(']');
  }

  begin(): void {
    if (!this.#options.list) return;
    this.#addRefusals();
    if (this.#index++ > 0) this.#answer.out.text(',');
  }

  next(): void {
    this.#answer.out.text(',');
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
    if (this.#depth > 0) this.#answer.out.text(message);
    else {
      if (!this.#options.list) this.#answer.status = 400;
      this.#answer.out.text(`{"error":${message}}`);
    }
  }

  integer(bytes: Buffer, start: number, end: number): void {
    this.#value(bytes.toString('latin1', start, end));
  }

  string(bytes: Buffer, start: number, end: number): void {
    if (!this.#options.base64) {
      this.#value(quote(bytes, start, end));
      return;
    }
    const { out } = this.#answer;
    out.text(this.#depth === 0 ? '{"result":"' : '"');
    out.base64(bytes, start, end);
    out.text(this.#depth === 0 ? '"}' : '"');
  }

  nil(): void {
    this.#value('null');
  }

  arrayStart(): void {
    this.#answer.out.text(this.#depth++ === 0 ? '{"result":[' : '[');
  }

  arrayEnd(): void {
    this.#answer.out.text(--this.#depth === 0 ? ']}' : ']');
  }

  longStringStart(): void {
    // Both encodings have units that span parts: the decoder holds back what is incomplete.
    this.#decoder = new StringDecoder(this.#options.base64 ? 'base64' : 'utf8');
    this.#answer.out.text(this.#depth === 0 ? '{"result":"' : '"');
  }

  longStringPart(bytes: Buffer, start: number, end: number): void {
    this.#addDecoded(this.#decoder.write(bytes.subarray(start, end)));
  }

  longStringEnd(): void {
    this.#addDecoded(this.#decoder.end());
    this.#answer.out.text(this.#depth === 0 ? '"}' : '"');
  }

  #addDecoded(text: string): void {
    this.#answer.out.text(
      this.#options.base64 || !NEEDS_ESCAPE.test(text)
        ? text
        : toByteString(JSON.stringify(text).slice(1, -1)),
    );
  }

  #value(json: ByteString): void {
    const { out } = this.#answer;
    if (this.#depth > 0) out.text(json);
    else {
      out.text('{"result":');
      out.text(json);
      out.text('}');
    }
  }

  #addRefusals(): void {
    for (;;) {
      const refusal = this.#options.refused?.get(this.#index);
      if (refusal === undefined) return;
      const comma = this.#index++ > 0 ? ',' : '';
      this.#answer.out.text(`${comma}{"error":${toByteString(JSON.stringify(refusal))}}`);
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
