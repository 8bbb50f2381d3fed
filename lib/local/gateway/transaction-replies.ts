import type { JsonReplies } from './json-replies';
import type { ReplySink } from './reply-sink';

/**
 * Takes what MULTI, the queued commands and EXEC reply: only EXEC's array is of use, and its elements are written as replies of
 * their own.
 */
export class TransactionReplies implements ReplySink {
  readonly #open: () => JsonReplies;
  readonly #discarded: (cause: string) => void;
  /** The first error outside EXEC's array: it says what was wrong, EXEC's own only that something was. */
  #cause: string | undefined;
  #replies: JsonReplies | undefined;
  #depth = 0;

  /**
   * @param open starts the list; it is called when EXEC has succeeded.
   * @param discarded is told at the end why there is no list.
   */
  constructor(open: () => JsonReplies, discarded: (cause: string) => void) {
    this.#open = open;
    this.#discarded = discarded;
  }

  finish(): void {
    if (this.#replies) this.#replies.finish();
    else this.#discarded(this.#cause ?? 'EXECABORT Transaction discarded');
  }

  begin(): void {}

  next(): void {
    if (this.#depth > 1) this.#replies?.next();
  }

  status(bytes: Buffer, start: number, end: number): void {
    this.#element()?.status(bytes, start, end);
  }

  error(bytes: Buffer, start: number, end: number): void {
    if (this.#depth > 0) this.#element()?.error(bytes, start, end);
    else this.#cause ??= bytes.toString('utf8', start, end);
  }

  integer(bytes: Buffer, start: number, end: number): void {
    this.#element()?.integer(bytes, start, end);
  }

  string(bytes: Buffer, start: number, end: number): void {
    this.#element()?.string(bytes, start, end);
  }

  nil(): void {
    if (this.#depth > 0) this.#element()?.nil();
  }

  arrayStart(): void {
    if (this.#depth === 0) this.#replies = this.#open();
    else this.#element()?.arrayStart();
    this.#depth++;
  }

  arrayEnd(): void {
    this.#depth--;
    if (this.#depth > 0) this.#replies?.arrayEnd();
  }

  longStringStart(): void {
    this.#element()?.longStringStart();
  }

  longStringPart(bytes: Buffer, start: number, end: number): void {
    this.#replies?.longStringPart(bytes, start, end);
  }

  longStringEnd(): void {
    this.#replies?.longStringEnd();
  }

  /** Where a value goes: nowhere before EXEC; the elements of EXEC's array are replies of their own. */
  #element(): JsonReplies | undefined {
    if (this.#depth === 1) this.#replies?.begin();
    return this.#replies;
  }
}
