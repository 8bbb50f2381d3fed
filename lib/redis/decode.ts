/**
 * The answer of Redis to one command, as the official client wants it from a middleware: its `result` decoded, or the
 * `error` as Redis worded it.
 */
export interface Reply {
  result?: unknown;
  error?: string | undefined;
}

/** One item of an answer as JSON carries it: strings still in base64. */
export interface EncodedReply {
  result?: unknown;
  error?: string;
}

/** Stands in parsed JSON for an integer that a double cannot hold. */
interface WideInteger {
  integer: string;
}

/**
 * Parses the body of an answer. Integers that a double cannot hold come out as {@link WideInteger}.
 *
 * @throws SyntaxError where the body is not JSON.
 */
export function parseAnswer(body: string): unknown {
  const parsed: unknown = JSON.parse(body);
  return hasWideInteger(parsed) ? JSON.parse(markWideIntegers(body)) : parsed;
}

/**
 * Decodes one reply as the official client does with automatic decoding off, but for two cases in which that client
 * loses something: an integer beyond ±(2⁵³ − 1) comes as a string with all its digits, and a leading byte order mark
 * stays. Bytes that are not UTF-8 become U+FFFD.
 */
export function decodeReply({ result, error }: EncodedReply): Reply {
  // Of all strings only a status `OK` travels in clear, and only at the top.
  return { result: result === 'OK' ? result : decodeValue(result), error };
}

/** Decodes in place: the parsed answer belongs to nobody else, and large replies need no second array. */
function decodeValue(value: unknown): unknown {
  if (typeof value === 'string') return decodeBase64(value);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = decodeValue(value[i]);
    return value;
  }
  if (typeof value === 'object' && value !== null) return (value as WideInteger).integer ?? null;
  return value;
}

/** Every integer whose digits were lost is still large after the loss, so the parsed tree shows where to look. */
function hasWideInteger(value: unknown): boolean {
  if (typeof value === 'number') return value > maxSafe || value < -maxSafe;
  if (Array.isArray(value)) return value.some(hasWideInteger);
  if (typeof value === 'object' && value !== null) {
    return hasWideInteger((value as EncodedReply).result);
  }
  return false;
}

const maxSafe = Number.MAX_SAFE_INTEGER;

/** A JSON string, which is passed over, or a whole number token. */
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function markWideIntegers(json: string): string {
  return json.replace(stringOrNumber, (token) => {
    const isWide = /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
    return isWide ? `{"integer":"${token}"}` : token;
  });
}

const decodeBase64 = typeof Buffer === 'undefined' ? decodeWithWebApis : decodeWithBuffer;

function decodeWithBuffer(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

function decodeWithWebApis(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
