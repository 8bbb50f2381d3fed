import type { ByteString } from './byte-string';

/** Bytes at first; it doubles where that is not enough… */
const FIRST_SIZE = 64 * 1024;
/** …and goes back to it once it has grown past this. */
const KEPT_SIZE = 1024 * 1024;
/** Up to this many bytes a loop in JavaScript is faster than a call into native code. */
const SHORT = 32;

const BASE64 = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PADDING = 0x3d;

/**
 * Collects bytes in a buffer that is used again and again, to be taken as one flat string. Joining thousands of small strings would
 * leave a tree of them for the garbage collector to carry along until it is sent.
 */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(FIRST_SIZE);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Hands over what was written and starts anew. */
  take(): ByteString {
    const text = this.#bytes.toString('latin1', 0, this.#length);
    this.clear();
    return text;
  }

  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > KEPT_SIZE) this.#bytes = Buffer.allocUnsafe(FIRST_SIZE);
  }

  text(text: ByteString): void {
    const size = text.length;
    this.#reserve(size);
    const bytes = this.#bytes;
    const to = this.#length;
    if (size > SHORT) bytes.write(text, to, 'latin1');
    else for (let at = 0; at < size; at++) bytes[to + at] = text.charCodeAt(at);
    this.#length = to + size;
  }

  /** The bytes from `start` to `end` of another buffer. */
  copy(source: Buffer, start: number, end: number): void {
    const size = end - start;
    this.#reserve(size);
    const bytes = this.#bytes;
    const to = this.#length;
    if (size > SHORT) source.copy(bytes, to, start, end);
    else for (let at = 0; at < size; at++) bytes[to + at] = source[start + at] as number;
    this.#length = to + size;
  }

  base64(source: Buffer, start: number, end: number): void {
    if (end - start > 2 * SHORT) {
      this.text(source.toString('base64', start, end));
      return;
    }
    this.#reserve(4 * SHORT);
    const bytes = this.#bytes;
    let to = this.#length;
    let at = start;
    for (; at + 2 < end; at += 3) {
      const group =
        ((source[at] as number) << 16) |
        ((source[at + 1] as number) << 8) |
        (source[at + 2] as number);
      bytes[to++] = BASE64[group >> 18] as number;
      bytes[to++] = BASE64[(group >> 12) & 63] as number;
      bytes[to++] = BASE64[(group >> 6) & 63] as number;
      bytes[to++] = BASE64[group & 63] as number;
    }
    if (at < end) {
      const two = at + 1 < end;
      const group = ((source[at] as number) << 16) | (two ? (source[at + 1] as number) << 8 : 0);
      bytes[to++] = BASE64[group >> 18] as number;
      bytes[to++] = BASE64[(group >> 12) & 63] as number;
      bytes[to++] = two ? (BASE64[(group >> 6) & 63] as number) : PADDING;
      bytes[to++] = PADDING;
    }
    this.#length = to;
  }

  #reserve(size: number): void {
    const needed = this.#length + size;
    if (needed <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}
