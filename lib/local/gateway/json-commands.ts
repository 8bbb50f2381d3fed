import type { ByteString } from './byte-string';
import { malformed, RequestError } from './errors';
import { JsonStrings } from './json-strings';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const END = -1;
/** What can begin a JSON value that is no array. */
const OTHER_VALUE = /["{\d\-tfn]/;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Reads commands out of a JSON body without building its values: arguments are slices of the body, numbers keep every digit they
 * were written with.
 *
 * @throws RequestError 400 from every method, in the hosted service's words where they are known.
 */
export class JsonCommands {
  readonly #text: ByteString;
  readonly #strings: JsonStrings;
  #at = 0;

  constructor(body: Buffer) {
    this.#text = body.toString('latin1');
    this.#strings = new JsonStrings(body, this.#text);
  }

  /** The body's position, in bytes: how far it has been read. */
  get position(): number {
    return this.#at;
  }

  /** The whole body as one command: `["SET", "k", "v"]`. */
  readSingle(): ByteString[] {
    const args = this.readNext();
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

  /** Behind a command: whether the list has another one. */
  hasNext(): boolean {
    const more = this.#another();
    if (!more) this.#finish();
    return more;
  }

  /** Reads one command: the list's next. */
  readNext(): ByteString[] {
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
    if (found === QUOTE) {
      const text = this.#strings.read(this.#at);
      this.#at = this.#strings.end;
      return text;
    }
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
}
