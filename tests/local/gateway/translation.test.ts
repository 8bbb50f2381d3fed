import { describe, expect, it } from 'vitest';
import { fromByteString } from '@/lib/local/gateway/byte-string';
import { JsonCommands } from '@/lib/local/gateway/json-commands';
import { parseRedisUrl } from '@/lib/local/gateway/redis-target';
import { ReplyReader } from '@/lib/local/gateway/reply-reader';
import { ValueSink, type ReplyValue } from '@/lib/local/gateway/value-sink';

/** Random text of the characters that JSON treats in a special way, from a fixed seed. */
function* randomTexts(count: number): Generator<string> {
  let state = 42;
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
  const alphabet = [
    '"',
    '\\',
    '\\\\',
    '\n',
    '\u0000',
    ' ',
    'a',
    'ä',
    '€',
    '😀',
    '/',
    '[',
    ']',
    ',',
    '{',
  ];
  for (let at = 0; at < count; at++) {
    yield Array.from({ length: next(12) }, () => alphabet[next(alphabet.length)]).join('');
  }
}

describe('JSON to commands', () => {
  it('reads the same arguments as JSON.parse, for any text and spacing', () => {
    const args = [...randomTexts(2000)];
    for (const spaces of [0, 2, '\t']) {
      const commands = new JsonCommands(Buffer.from(JSON.stringify(args, null, spaces)));
      expect(commands.readSingle().map(fromByteString)).toEqual(args);
    }
  });

  it('reads \\u escapes, lone surrogates as U+FFFD', () => {
    const body = Buffer.from('["\\u00e4\\ud83d\\ude00\\/","\\ud800"]');
    expect(new JsonCommands(body).readSingle().map(fromByteString)).toEqual(['ä😀/', '\ufffd']);
  });

  it('takes time in proportion to the body, however many backslashes it has', () => {
    const body = Buffer.from(`["${'\\n'.repeat(1_000_000)}","${'\\"'.repeat(1_000_000)}"]`);
    const [first, second] = new JsonCommands(body).readSingle();
    expect([first?.length, second?.length]).toEqual([1_000_000, 1_000_000]);
  });
});

describe('RESP to values', () => {
  const long = 'x'.repeat(100_000);
  const wire = `+OK\r\n:-42\r\n$5\r\nhe\r\no\r\n$-1\r\n*-1\r\n*0\r\n*3\r\n*2\r\n:1\r\n*0\r\n$0\r\n\r\n-ERR no\r\n$${long.length}\r\n${long}\r\n*1\r\n$${long.length}\r\n${long}\r\n+END\r\n`;
  const expected = [
    'OK',
    -42,
    'he\r\no',
    null,
    null,
    [],
    [[1, []], '', new Error('ERR no')],
    long,
    [long],
    'END',
  ];

  it.each([1, 2, 3, 7, 1000, 65_536, 1_000_000])(
    'reads the same from pieces of %i bytes',
    (size) => {
      const values: ReplyValue[] = [];
      const sink = new ValueSink((value) => values.push(value));
      const reader = new ReplyReader({
        sink: () => sink,
        refused: () => undefined,
        replied: () => undefined,
      });
      const bytes = Buffer.from(wire, 'latin1');
      for (let at = 0; at < bytes.length; at += size) reader.feed(bytes.subarray(at, at + size));
      expect(values).toEqual(expected);
    },
  );

  it.each(['?what\r\n', '$x\r\n'])('refuses %j', (bytes) => {
    const sink = new ValueSink(() => undefined);
    const reader = new ReplyReader({
      sink: () => sink,
      refused: () => undefined,
      replied: () => undefined,
    });
    expect(() => reader.feed(Buffer.from(bytes))).toThrow();
  });
});

describe('Redis URLs', () => {
  it.each([
    ['redis://localhost', { host: 'localhost', port: 6379, tls: false, greetings: 0 }],
    ['rediss://h:1', { host: 'h', port: 1, tls: true, greetings: 0 }],
    ['redis://[::1]:7/0', { host: '::1', port: 7, tls: false, greetings: 0 }],
    [
      'redis://:p%40ss@h/2',
      {
        host: 'h',
        greetings: 2,
        greeting: '*2\r\n$4\r\nAUTH\r\n$4\r\np@ss\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n2\r\n',
      },
    ],
    ['redis://u:p@h', { greetings: 1, greeting: '*3\r\n$4\r\nAUTH\r\n$1\r\nu\r\n$1\r\np\r\n' }],
  ])('%s', (url, expected) => {
    expect(parseRedisUrl(url)).toMatchObject(expected);
  });

  it.each(['', 'localhost:6379', 'http://h', 'redis://', 'redis://:secret@h/x'])(
    '%j is refused without being shown',
    (url) => {
      expect(() => parseRedisUrl(url)).toThrow(TypeError);
      expect(() => parseRedisUrl(url)).not.toThrow(/secret/);
    },
  );
});
