/**
 * Receives the replies of one batch, value by value, while they arrive.
 *
 * Byte ranges are only valid during the call. An array is `arrayStart`, its elements, `arrayEnd`; a string that is too long to wait
 * for is `longStringStart`, parts, `longStringEnd` instead of `string`.
 */
export interface ReplySink {
  /** A reply of its own follows (not an element of an array). */
  begin(): void;
  /** Another element of the innermost array follows; not called before the first one. */
  next(): void;
  status(bytes: Buffer, start: number, end: number): void;
  error(bytes: Buffer, start: number, end: number): void;
  integer(bytes: Buffer, start: number, end: number): void;
  string(bytes: Buffer, start: number, end: number): void;
  /** @param array whether it stands for an array or for a string. */
  nil(array: boolean): void;
  arrayStart(length: number): void;
  arrayEnd(): void;
  longStringStart(length: number): void;
  longStringPart(bytes: Buffer, start: number, end: number): void;
  longStringEnd(): void;
}

function ignore(): void {}

/** Takes the replies that nobody waits for any more, so that those behind them stay in step. */
export const discardReplies: ReplySink = {
  begin: ignore,
  next: ignore,
  status: ignore,
  error: ignore,
  integer: ignore,
  string: ignore,
  nil: ignore,
  arrayStart: ignore,
  arrayEnd: ignore,
  longStringStart: ignore,
  longStringPart: ignore,
  longStringEnd: ignore,
};
