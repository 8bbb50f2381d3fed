import { CodedError } from '../errors';

/** One line of a body: its text, or why there is none. */
export type ReadLine = { text: string } | { problem: string };

export interface LineLimits {
  /** Of one line, without its end. A longer one is passed over, and said to be too long. */
  maxLineBytes: number;
  /** Of the whole body. */
  maxBytes: number;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Reads a body line by line as it arrives, keeping no more than one line of it. Lines end with LF or CRLF; the last
 * may have no end. They are cut as bytes, so a character that two network packets share stays whole.
 *
 * @throws CodedError `unsupported_media_type` where it is not `application/x-ndjson`, `body_too_large`,
 *   `invalid_request` where the body breaks off; the lines before were given out by then
 */
export async function* readLines(
  request: Request,
  { maxLineBytes, maxBytes }: LineLimits,
): AsyncGenerator<ReadLine> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-ndjson')
    throw new CodedError('unsupported_media_type', 'Send the lines as application/x-ndjson.');
  const tooLarge = () =>
    new CodedError('body_too_large', `The body may have ${maxBytes} bytes at the most.`);
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge();

  let line = openLine(maxLineBytes);
  let bytes = 0;
  for await (const chunk of chunksOf(request.body)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge();
    let from = 0;
    for (let to; (to = chunk.indexOf(lineFeed, from)) >= 0; from = to + 1) {
      line.add(chunk.subarray(from, to));
      yield line.end();
      line = openLine(maxLineBytes);
    }
    line.add(chunk.subarray(from));
  }
  if (line.bytes > 0) yield line.end();
}

/** The body as it arrives. @throws CodedError `invalid_request` where its sender went away */
async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new CodedError('invalid_request', 'The body broke off.', {
          fields: [{ field: 'body', message: 'Cut off' }],
          cause,
        });
      });
      if (done) return;
      yield value;
    }
  } finally {
    // Where its reader stopped early, the sender is told to stop too.
    await reader.cancel().catch(() => undefined);
  }
}

/** Gathers the pieces of one line, and of a line that is too long none. */
function openLine(maxBytes: number) {
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    add(piece: Uint8Array) {
      bytes += piece.length;
      // One more than the bound: it may be the CR of the line's end.
      if (bytes > maxBytes + 1) pieces = [];
      else pieces.push(piece);
    },
    end(): ReadLine {
      const tooLong = { problem: `Longer than ${maxBytes} bytes` };
      if (bytes > maxBytes + 1) return tooLong;
      const whole = join(pieces, bytes);
      const text = whole.at(-1) === carriageReturn ? whole.subarray(0, -1) : whole;
      if (text.length > maxBytes) return tooLong;
      try {
        return { text: new TextDecoder('utf-8', { fatal: true }).decode(text) };
      } catch {
        return { problem: 'Not valid UTF-8' };
      }
    },
  };
}

function join(pieces: readonly Uint8Array[], bytes: number): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
