import { describe, expect, test } from 'vitest';
import { canonicalParameters, canonicalSql, type Parameter } from '@/lib/patterns/query-cache';

describe('one spelling for what PostgreSQL reads alike', () => {
  test.each([
    ['white space', 'select  a,\n\tb from t', 'select a, b from t'],
    ['the case of words', 'SELECT A FROM T', 'select a from t'],
    ['comments', 'select a -- why\nfrom t /* x /* nested */ y */', 'select a from t'],
    ['a last semicolon', 'select a from t ; ', 'select a from t'],
    [
      'blanks at brackets',
      'select count( * ) from t where a in ( 1 , 2 )',
      'select count(*) from t where a in(1,2)',
    ],
  ])('%s', (_, one, other) => {
    expect(canonicalSql(one)).toBe(canonicalSql(other));
  });
});

describe('two spellings for what PostgreSQL tells apart', () => {
  test.each([
    ['the case in a string', "select 'A'", "select 'a'"],
    ['blanks in a string', "select 'a  b'", "select 'a b'"],
    ['a comment in a string', "select 'a -- b'", "select 'a'"],
    ['a quoted name', 'select "A"', 'select "a"'],
    ['a quote in a string', "select 'it''s  A'", "select 'it''s a'"],
    ['a backslash that escapes', "select E'a\\'  B'", "select E'a\\' B'"],
    ['a string in dollars', 'select $$A  b$$', 'select $$a b$$'],
    ['a string in tagged dollars', 'select $t$ $$ A $t$', 'select $t$ $$ a $t$'],
    ['operators', 'select a - -1', 'select a --1'],
    ['words', 'select a b', 'select ab'],
    ['parameters', 'select $1', 'select $2'],
    ['letters beyond ASCII', 'select Ä', 'select ä'],
    ['what follows a comment that a carriage return ends', 'select a -- b\rwhere c', 'select a'],
    ['blanks that are none to PostgreSQL', 'select a\u00a0b', 'select a b'],
    ['a line separator in a comment', 'select a --\u2028b\nc', 'select a --\u2028b'],
    ['strings that a line break joins', "select 'a'\n'b'", "select 'a' 'b'"],
    ['such strings with escapes', "select E'a'\n'\\'  b'", "select E'a'\n'\\' b'"],
    ['escapes by a setting of the server', "select 'a\\'  b'", "select 'a\\' b'"],
    ['unicode escapes', "select U&'\\0041'  ", "select u&'\\0061'"],
  ])('%s', (_, one, other) => {
    expect(canonicalSql(one)).not.toBe(canonicalSql(other));
  });

  test('a dollar inside a name begins no string', () => {
    expect(canonicalSql('select a$b$, A$b$  FROM t')).toBe('select a$b$,a$b$ from t');
  });

  test.each(["select 'open  A", 'select "open  A', 'select a /* open  A', 'select $$open  A'])(
    'what does not close is left as it is: %s',
    (sql) => expect(canonicalSql(sql)).toBe(sql),
  );
});

test('a spelling is its own spelling, and quoted parts survive, whatever comes', () => {
  const pieces = [
    "'It''s  A'",
    '"Q  Q"',
    '$x$ -- no $x$',
    "E'\\''",
    'SELECT',
    'From',
    '$1',
    '::',
    '-',
    '(',
    ')',
    ',',
    '\n',
    ' ',
    '/* c */',
    '-- c\n',
    '1.5E3',
    '||',
  ];
  let seed = 7;
  const random = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n;
  for (let round = 0; round < 2_000; round++) {
    const parts = Array.from({ length: 1 + random(12) }, () => pieces[random(pieces.length)]!);
    const sql = parts.join(' ');
    const spelled = canonicalSql(sql);
    expect(canonicalSql(spelled)).toBe(spelled);
    for (const quoted of parts.filter((part) => /^(E?'|"|\$x)/.test(part)))
      expect(spelled).toContain(quoted);
  }
});

describe('parameters', () => {
  const alike: [
    string,
    Parameter[] | Record<string, Parameter>,
    Parameter[] | Record<string, Parameter>,
  ][] = [
    ['the order of names', { a: 1, b: 'x' }, { b: 'x', a: 1 }],
    ['-0, which Postgres is sent as 0', [-0], [0]],
    ['the same moment', [new Date(5)], [new Date(5)]],
  ];
  test.each(alike)('one spelling: %s', (_, one, other) => {
    expect(canonicalParameters(one)).toBe(canonicalParameters(other));
  });

  const apart: Parameter[][] = [
    [1],
    ['1'],
    [1n],
    [true],
    ['true'],
    [null],
    ['null'],
    [''],
    [[]],
    [[1]],
    [[1, 2]],
    [1, 2],
    [[[1], 2]],
    [2, 1],
    [new Date(1)],
    [new Date(1).toISOString()],
    ['d1'],
    ['n1'],
    [new Uint8Array([1])],
    ['x01'],
    ['1,2'],
    ['","'],
    [0.1],
    ['é'],
    ['e\u0301'],
  ];
  test('all different spellings for what differs', () => {
    const spelled = [
      ...apart.map(canonicalParameters),
      canonicalParameters({}),
      canonicalParameters({ 0: 1 }),
    ];
    expect(new Set(spelled).size).toBe(spelled.length);
  });

  test.each([NaN, Infinity, -Infinity])('%s is refused', (number) => {
    expect(() => canonicalParameters([number])).toThrow(RangeError);
  });
  test.each([undefined, {}, Symbol('s')])('what is no parameter is refused: %o', (value) => {
    expect(() => canonicalParameters([value as unknown as Parameter])).toThrow(TypeError);
    expect(() => canonicalParameters([[1, value] as unknown as Parameter])).toThrow(TypeError);
  });
  test('an invalid date and a hole in a list are refused', () => {
    expect(() => canonicalParameters([new Date(NaN)])).toThrow(RangeError);
    expect(() => canonicalParameters([new Array<Parameter>(1)])).toThrow(TypeError);
  });
});
