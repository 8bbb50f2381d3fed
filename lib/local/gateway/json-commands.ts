import type { ByteString } from './byte-string';
import { RequestError } from './errors';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const END = -1;
/** What can begin a JSON value that is no array. */
const OTHER_VALUE = /["{\d\-tfn]/;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// Control characters must be escaped in JSON; whitespace between tokens is the one place where some may stand.
const CONTROL = /[\x00-\x1f]/;

/**
 * Reads commands out of a JSON body without building its values: arguments are slices of the body, numbers keep every digit they
 * were written with.
 *
 * @throws RequestError 400 from every method, in the hosted service's words where they are known.
 */
export class JsonCommands {
  readonly #body: Buffer;
  readonly #text: ByteString;
  readonly #hasControls: boolean;
  #at = 0;
  /** The next backslash at or after the last look, so that a body is searched for them only once. */
  #backslash = -2;

  constructor(body: Buffer) {
    this.#body = body;
    this.#text = body.toString('latin1');
    this.#hasControls = CONTROL.test(this.#text);
  }

  /** The body's position, in bytes: how far it has been read. */
  get position(): number {
    return this.#at;
  }

  /** The whole body as one command: `["SET", "k", "v"]`. */
  readSingle(): ByteString[] {
    const args = this.#command();
    this.#finish();
    return args;
  }

  /** Opens `[[…], […]]`; true when there is a first command to read. */
  openList(): boolean {
    this.#expectArray();
    if (this.#peek() !== CLOSE_ARRAY) return true;
    this.#at++;
    this.#finish();
    return false;
  }

  /** Reads one command of the list and tells whether another follows. */
  readNext(): { args: ByteString[]; more: boolean } {
    const args = this.#command();
    const more = this.#another();
    if (!more) this.#finish();
    return { args, more };
  }

  #command(): ByteString[] {
    this.#expectArray();
    const args: ByteString[] = [];
    if (this.#peek() === CLOSE_ARRAY) this.#at++;
    else {
      do args.push(this.#argument());
      while (this.#another());
    }
    return args;
  }

  #expectArray(): void {
    const found = this.#peek();
    if (found !== OPEN_ARRAY) {
      if (found === END || !OTHER_VALUE.test(String.fromCharCode(found))) throw malformed();
      throw new RequestError(400, 'ERR expected JSON array');
    }
    this.#at++;
  }

  /** After an element: true past a comma, false past the closing bracket. */
  #another(): boolean {
    const found = this.#peek();
    this.#at++;
    if (found === COMMA) return true;
    if (found === CLOSE_ARRAY) return false;
    throw malformed();
  }

  #finish(): void {
    if (this.#peek() !== END) throw malformed();
  }

  /** The code of the next character that is no whitespace, which stays to be read. */
  #peek(): number {
    while (this.#at < this.#text.length) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code;
      this.#at++;
    }
    return END;
  }

  #argument(): ByteString {
    const found = this.#peek();
    if (found === QUOTE) return this.#string();
    if (found === OPEN_ARRAY || found === OPEN_OBJECT) {
      throw new RequestError(
        400,
        `ERR unsupported arg type: "${String.fromCharCode(found)}": json.Delim`,
      );
    }
    if (this.#literal('null')) throw new RequestError(400, 'ERR null args are not supported');
    if (this.#literal('true')) return 'true';
    if (this.#literal('false')) return 'false';
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.#text);
    if (!number) throw malformed();
    this.#at = NUMBER.lastIndex;
    return number[0];
  }

  #literal(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #string(): ByteString {
    const text = this.#text;
    const start = this.#at + 1;
    let end = text.indexOf('"', start);
    let escaped = false;
    // A backslash takes the character behind it, so that a quote there does not end the string.
    for (let slash = this.#nextBackslash(start); slash >= 0 && slash < end;) {
      escaped = true;
      if (slash + 1 === end) end = text.indexOf('"', slash + 2);
      slash = this.#nextBackslash(slash + 2);
    }
    if (end < 0) throw malformed();
    this.#at = end + 1;
    if (this.#hasControls && CONTROL.test(text.slice(start, end))) throw malformed();
    return escaped ? this.#unescape(start, end) : text.slice(start, end);
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

function malformed(): RequestError {
  return new RequestError(400, 'ERR failed to parse the request body as JSON');
}
