import { describe, expect, test } from 'vitest';
import { readLines, type ReadLine } from '@/lib/http/read-lines';

const limits = { maxLineBytes: 20, maxBytes: 1_000 };
const utf8 = new TextEncoder();

/** A request whose body arrives in just these pieces, and breaks off where one is an error. */
function arriving(pieces: readonly (string | Uint8Array | Error)[], type = 'application/x-ndjson') {
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = left.shift();
      if (piece === undefined) controller.close();
      else if (piece instanceof Error) controller.error(piece);
      else controller.enqueue(typeof piece === 'string' ? utf8.encode(piece) : piece);
    },
  });
  return new Request('http://app.example/', {
    method: 'POST',
    headers: { 'content-type': type },
    body,
    duplex: 'half',
  } as RequestInit);
}

async function linesOf(request: Request, with_ = limits): Promise<ReadLine[]> {
  const lines: ReadLine[] = [];
  for await (const line of readLines(request, with_)) lines.push(line);
  return lines;
}
const texts = async (...pieces: (string | Uint8Array)[]) =>
  (await linesOf(arriving(pieces))).map((line) => ('text' in line ? line.text : line.problem));

describe('lines', () => {
  test.each<[string, string[], string[]]>([
    ['nothing', [], []],
    ['no end after the last', ['a\nb'], ['a', 'b']],
    ['an end after the last', ['a\nb\n'], ['a', 'b']],
    ['CRLF', ['a\r\nb\r\n'], ['a', 'b']],
    ['CRLF in two packets', ['a\r', '\nb'], ['a', 'b']],
    ['a CR of its own', ['a\rb\n'], ['a\rb']],
    ['empty ones', ['\n\r\n\na\n\n'], ['', '', '', 'a', '']],
    ['one in many packets', ['a', 'b', '', 'c\nd'], ['abc', 'd']],
    ['many in one packet', ['a\nb\nc\nd'], ['a', 'b', 'c', 'd']],
    [
      'other ends of lines, which are text',
      ['a\u2028b\u0085c\u000bd\n'],
      ['a\u2028b\u0085c\u000bd'],
    ],
  ])('%s', async (_, pieces, expected) => {
    expect(await texts(...pieces)).toEqual(expected);
  });

  test('a character cut at each of its bytes stays whole', async () => {
    const whole = utf8.encode('é€😀\nß');
    for (let at = 1; at < whole.length; at++)
      expect(await texts(whole.slice(0, at), whole.slice(at))).toEqual(['é€😀', 'ß']);
    expect(await texts(...[...whole].map((byte) => Uint8Array.of(byte)))).toEqual(['é€😀', 'ß']);
  });

  test('a byte order mark is no part of the text', async () => {
    expect(await texts(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toEqual(['a']);
  });

  test('bytes that are no UTF-8 are the problem of their line alone', async () => {
    expect(await texts('a\n', Uint8Array.of(0xff, 0x62), '\nc')).toEqual([
      'a',
      'Not valid UTF-8',
      'c',
    ]);
  });
});

describe('bounds', () => {
  const tooLong = 'Longer than 20 bytes';

  test.each([
    ['exactly as long', 'x'.repeat(20), 'x'.repeat(20)],
    ['the end of a line does not count', `${'x'.repeat(20)}\r`, 'x'.repeat(20)],
    ['one too many', 'x'.repeat(21), tooLong],
    ['in bytes and not characters', '€'.repeat(7), tooLong],
    ['far too many', 'x'.repeat(500), tooLong],
  ])('of a line: %s', async (_, line, expected) => {
    expect(await texts(`a\n${line}\nb`)).toEqual(['a', expected, 'b']);
    expect(await texts('a\n', ...line, '\nb')).toEqual(['a', expected, 'b']);
    expect((await texts(line)).map((text) => text.replace('\r', ''))).toEqual([expected]);
  });

  test('of the body, announced or not; the lines before are given out', async () => {
    const seen: ReadLine[] = [];
    const read = async () => {
      for await (const line of readLines(arriving(['a\n'.repeat(400), 'b'.repeat(300)]), limits))
        seen.push(line);
    };
    await expect(read()).rejects.toMatchObject({ code: 'body_too_large' });
    expect(seen).toHaveLength(400);
    const announced = new Request('http://app.example/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', 'content-length': '1001' },
      body: 'a',
    });
    await expect(linesOf(announced)).rejects.toMatchObject({ code: 'body_too_large' });
  });
});

test('a body that breaks off gives its whole lines, and no piece of the next', async () => {
  const seen: ReadLine[] = [];
  const read = async () => {
    for await (const line of readLines(arriving(['a\nb', new Error('gone')]), limits))
      seen.push(line);
  };
  await expect(read()).rejects.toMatchObject({
    code: 'invalid_request',
    fields: [{ field: 'body', message: 'Cut off' }],
  });
  expect(seen).toEqual([{ text: 'a' }]);
});

test('a reader that stops early stops the sender', async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(utf8.encode('a\n')),
    cancel: () => void (cancelled = true),
  });
  const request = new Request('http://app.example/', {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body,
    duplex: 'half',
  } as RequestInit);
  for await (const line of readLines(request, limits)) if ('text' in line) break;
  expect(cancelled).toBe(true);
});

test.each(['application/json', 'text/plain', ''])('another media type: %j', async (type) => {
  await expect(linesOf(arriving(['a'], type))).rejects.toMatchObject({
    code: 'unsupported_media_type',
  });
});
