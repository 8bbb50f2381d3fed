import type { ByteString } from './byte-string';
import { malformed } from './errors';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Up to this many characters a loop is faster than a native search. */
const SHORT = 32;
// Control characters must be escaped in JSON; whitespace between tokens is the one place where some may stand.
const CONTROL = /[\x00-\x1f]/;

/**
 * Reads the strings of a JSON body, from front to back.
 *
 * @throws RequestError 400
 */
export class JsonStrings {
  readonly #body: Buffer;
  readonly #text: ByteString;
  #hasControls: boolean | undefined;
  /** The next backslash at or after the last look, so that a body is searched for them only once. */
  #backslash = -2;
  #end = 0;

  /** @param text the same body. */
  constructor(body: Buffer, text: ByteString) {
    this.#body = body;
    this.#text = text;
  }

  /** The position behind the string that was read last. */
  get end(): number {
    return this.#end;
  }

  /** @param at where its opening quote stands. */
  read(at: number): ByteString {
    const text = this.#text;
    const start = at + 1;
    const short = this.#shortString(start);
    if (short !== undefined) return short;
    let end = text.indexOf('"', start);
    let escaped = false;
    // A backslash takes the character behind it, so that a quote there does not end the string.
    for (let slash = this.#nextBackslash(start); slash >= 0 && slash < end;) {
      escaped = true;
      if (slash + 1 === end) end = text.indexOf('"', slash + 2);
      slash = this.#nextBackslash(slash + 2);
    }
    if (end < 0) throw malformed();
    this.#end = end + 1;
    if ((this.#hasControls ??= CONTROL.test(text)) && CONTROL.test(text.slice(start, end)))
      throw malformed();
    return escaped ? this.#unescape(start, end) : text.slice(start, end);
  }

  /** A string that ends soon and has nothing special in it, found by a plain loop: most are like that. */
  #shortString(start: number): ByteString | undefined {
    const body = this.#body;
    const limit = Math.min(body.length, start + SHORT);
    for (let at = start; at < limit; at++) {
      const code = body[at] as number;
      if (code === QUOTE) {
        this.#end = at + 1;
        return this.#text.slice(start, at);
      }
      if (code === BACKSLASH || code < 0x20) return undefined;
    }
    return undefined;
  }

  #nextBackslash(from: number): number {
    if (this.#backslash !== -1 && this.#backslash < from) {
      this.#backslash = this.#text.indexOf('\\', from);
    }
    return this.#backslash;
  }

  #unescape(start: number, end: number): ByteString {
    try {
      const value = JSON.parse(this.#body.toString('utf8', start - 1, end + 1)) as string;
      return Buffer.from(value, 'utf8').toString('latin1');
    } catch {
      throw malformed();
    }
  }
}
