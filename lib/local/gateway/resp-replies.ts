import type { Answer } from './answer';
import { toByteString } from './byte-string';
import type { JsonRepliesOptions } from './json-replies';
import type { ReplySink } from './reply-sink';

export type RespRepliesOptions = Omit<JsonRepliesOptions, 'base64'>;

/** Hands replies on as Redis wrote them, for callers that asked for RESP2. */
export class RespReplies implements ReplySink {
  readonly #answer: Answer;
  readonly #refused: ReadonlyMap<number, string> | undefined;
  readonly #list: boolean;
  #depth = 0;
  #index = 0;

  constructor(answer: Answer, { list, refused }: RespRepliesOptions) {
    this.#answer = answer;
    this.#list = list;
    this.#refused = refused;
  }

  finish(): void {
    this.#addRefusals();
  }

  begin(): void {
    this.#addRefusals();
    this.#index++;
  }

  next(): void {}

  status(bytes: Buffer, start: number, end: number): void {
    this.#answer.out.text(`+${bytes.toString('latin1', start, end)}\r\n`);
  }

  error(bytes: Buffer, start: number, end: number): void {
    if (this.#depth === 0 && !this.#list) this.#answer.status = 400;
    this.#answer.out.text(`-${bytes.toString('latin1', start, end)}\r\n`);
  }

  integer(bytes: Buffer, start: number, end: number): void {
    this.#answer.out.text(`:${bytes.toString('latin1', start, end)}\r\n`);
  }

  string(bytes: Buffer, start: number, end: number): void {
    this.#answer.out.text(`$${end - start}\r\n${bytes.toString('latin1', start, end)}\r\n`);
  }

  nil(array: boolean): void {
    this.#answer.out.text(array ? '*-1\r\n' : '$-1\r\n');
  }

  arrayStart(length: number): void {
    this.#depth++;
    this.#answer.out.text(`*${length}\r\n`);
  }

  arrayEnd(): void {
    this.#depth--;
  }

  longStringStart(length: number): void {
    this.#answer.out.text(`$${length}\r\n`);
  }

  longStringPart(bytes: Buffer, start: number, end: number): void {
    this.#answer.out.text(bytes.toString('latin1', start, end));
  }

  longStringEnd(): void {
    this.#answer.out.text('\r\n');
  }

  #addRefusals(): void {
    for (;;) {
      const refusal = this.#refused?.get(this.#index);
      if (refusal === undefined) return;
      this.#index++;
      this.#answer.out.text(`-${toByteString(refusal)}\r\n`);
    }
  }
}
