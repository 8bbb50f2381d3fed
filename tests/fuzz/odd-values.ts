/** Texts that have broken a server somewhere, each for a reason of its own. */
export const oddTexts: readonly string[] = [
  // Nothing, or nothing to be seen.
  ...['', ' ', '\t', '\u0000', 'a\u0000b', '\u2028', '\ufeff', '\u202e', '\r\nx: y'],
  // Halves of surrogate pairs, a whole one, and the same letter in two spellings.
  ...['\ud800', 'a\udc00', '\udc00\ud800', '\u{1f4a9}', '\u00e9', 'e\u0301', '\uff21', '\u0663'],
  // Names that every object has.
  ...['constructor', '__proto__', 'hasOwnProperty', 'toString', 'valueOf', 'then', 'length'],
  // What some reader takes for a number.
  ...['NaN', 'Infinity', '-1', '-0', '0x10', '1e3', '1e309', '1.5', ' 1 ', '007', '1_000'],
  ...['9007199254740993', '9223372036854775808', '18446744073709551615', '99999999999999999999'],
  // Cursors of every wrong form.
  ...['0-0', '00-0', '0-000', '1-', '-1-1', '999999999999999-999999999999999', '1-1-1', 'MAX'],
  ...['18446744073709551615-18446744073709551615', '$', '+', '-', '>', '(1', '0:0', '1:9999999'],
  ...['9999999999999999:9999999', '0.0.0.', '1.2.3.abcdef', '99999999999999999999.0.0.', '5.1.1.f'],
  ...['eyJjIjoxfQ==', 'bnVsbA', '////', '=', '%'],
  // What means something to a shell, to Redis, to SQL, to HTML and to a path.
  ...[
    '*',
    '?',
    '[',
    '[^',
    '\\',
    '{a}',
    '}{',
    "' OR 1=1 --",
    '"',
    '<b>',
    '..',
    '../..',
    '/',
    '//',
    '.',
  ],
  ...['\nFLUSHALL\r\n', '$(id)', '%00', '%ff', '%2e%2e%2f', '${7*7}', ',', ',,,', 'a,a', 'a,,b'],
  'x'.repeat(129),
  '\u00e9'.repeat(600),
  'a.'.repeat(1_500),
];

/** Values of the wrong type, too large, or too deep. */
export const oddValues: readonly unknown[] = [
  ...[null, true, false, 0, -1, 0.1, 1e21, 1e308, -1e308, Number.MIN_VALUE, 2 ** 53, 2 ** 63],
  ...[
    [],
    {},
    [[]],
    [null],
    [{}],
    { constructor: 1 },
    { toString: null },
    { length: 1e9 },
    { then: 1 },
  ],
  JSON.parse('{"__proto__":{"isAdmin":true}}') as unknown,
  nested(70),
  Array(1_500).fill(0),
];

/** JSON, or what looks like it, that no value can be written as. */
export const oddBodies: readonly string[] = [
  ...[
    '',
    ' ',
    '\u0000',
    '\ufeff{}',
    '{',
    '}',
    '[',
    '"',
    'null',
    'true',
    '0',
    '"text"',
    '[]',
    '{}',
    '[[]]',
  ],
  ...['{"a":1,"a":2}', '{a:1}', "{'a':1}", '{"a":NaN}', '{"a":0x10}', '{"a":01}', '{"a":1e999}'],
  ...['{"__proto__":{"a":1}}', '{"constructor":{"prototype":1}}', '{"\\ud800":"\\udc00"}', '{}{}'],
  ...['{}\n{}', '\n\n', '{"id":"a"}\nnull\n[]\n', 'a=1&b=2', '<a/>', '--x\r\n\r\n--x--'],
  '['.repeat(2_000) + ']'.repeat(2_000),
  '{"a":'.repeat(2_000) + '1' + '}'.repeat(2_000),
  '['.repeat(20_000),
  JSON.stringify('x'.repeat(70_000)),
  '{"id":"u","name":"\\ud83d","email":"a@example.com"}\n{"id":"u","\\u0000":1}\n' +
    nestedText(3_000),
];

/** What callers put into a path as it is. */
export const oddSegments: readonly string[] = [
  ...['%ff', '%', '%zz', '%C0%80', '%ED%A0%80', '%00', '%2f', '%2F..', '%2e%2e', '..', '.', ''],
  ...['%25ff', '%E2%80%A8', ';a=1', 'a;b', 'a:b', '%5c', '%0d%0aX:y', '%3F', '%23', '@', '~', '*'],
  ...['[id]', '%5Bid%5D', '(.)a', '_next', 'a'.repeat(3_000), '%F0%9F%92%A9'.repeat(20)],
];

/** Headers as nobody sends them, or as few do. What Next.js reads itself is among them. */
export const oddHeaders: readonly (readonly [string, string])[] = [
  ...['', ' ', '""', '"a', 'a b', '\u00e9', 'x'.repeat(129), '*', ',', 'a,b', '"a\\"b"'].map(
    (value) => ['idempotency-key', value] as const,
  ),
  ...['Bearer', 'Bearer  ', 'Bearer x', 'Bearer \u00ff', `Bearer ${'a'.repeat(3_000)}`].map(
    (value) => ['authorization', value] as const,
  ),
  ...['Basic Og==', 'bearer a b', 'Bearer constructor', '\u00e9'].map(
    (value) => ['authorization', value] as const,
  ),
  ...['session=', 'session', '=', ';;;', 'session=%ff', 'session=a; session=b', 'a=%'].map(
    (value) => ['cookie', value] as const,
  ),
  ...[`session=${'a'.repeat(3_000)}`, 'session="a"', '__Host-session=x', 's'.repeat(3_000)].map(
    (value) => ['cookie', value] as const,
  ),
  ...['', '*/*;q=x', 'text/html', 'application/xml', '\u00e9', ','.repeat(500)].flatMap((value) => [
    ['accept', value] as const,
    ['accept-language', value] as const,
    ['accept-encoding', value] as const,
  ]),
  ...['bytes=0-0', 'bytes=-1', 'bytes=9-1', 'x', ''].map((value) => ['range', value] as const),
  ...['*', 'W/"a"', '"', '', '"a", "b"', '\u00ff'].flatMap((value) => [
    ['if-none-match', value] as const,
    ['if-match', value] as const,
  ]),
  ...['x', 'Thu, 01 Jan 1970 00:00:00 GMT', '0'].map(
    (value) => ['if-modified-since', value] as const,
  ),
  ...['', '0-0', '1-1', '-1', '$', 'x', '99999999999999999999-1', '\u00e9'].map(
    (value) => ['last-event-id', value] as const,
  ),
  ...[
    'max-age=1',
    'max-age=-1',
    'max-age=x',
    'max-age=99999999999999999999',
    'no-cache',
    '=',
    '',
  ].map((value) => ['cache-control', value] as const),
  ...['text/plain', 'application/json; charset=latin1', 'application/xml', '', ';', '\u00e9'].map(
    (value) => ['content-type', value] as const,
  ),
  ...['multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'].map(
    (value) => ['content-type', value] as const,
  ),
  ...['null', 'http://evil.example', 'x', '', 'http://'].map((value) => ['origin', value] as const),
  ...['cross-site', 'none', 'x'].map((value) => ['sec-fetch-site', value] as const),
  ...['', ',', 'x', '::1', '[::1]:80', '"', '1.2.3.4:x', '%'].map(
    (value) => ['x-forwarded-for', value] as const,
  ),
  ...['', 'x', 'a b', 'evil.example:99999'].flatMap((value) => [
    ['x-forwarded-host', value] as const,
    ['x-forwarded-proto', value] as const,
  ]),
  ['x-http-method-override', 'DELETE'],
  ['rsc', '1'],
  ['next-action', 'x'],
  ['next-router-state-tree', '%7B'],
  ['next-router-prefetch', '1'],
  ['x-nextjs-data', '1'],
  ['x-middleware-subrequest', 'middleware'],
  ['x-prerender-revalidate', 'x'],
  ['purpose', 'prefetch'],
  ['redis-trace', '\u00e9'],
  ['user-agent', ''],
  ['referer', 'x'],
  ['content-encoding', 'gzip'],
];

/** A list inside a list, so many times. */
function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

function nestedText(levels: number): string {
  return '{"id":' + '['.repeat(levels) + ']'.repeat(levels) + '}';
}
