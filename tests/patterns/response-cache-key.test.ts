import { describe, expect, test } from 'vitest';
import { ask, normalizeUrl } from '@/lib/patterns/response-cache/asked';
import { readBody, toBytes, toText } from '@/lib/patterns/response-cache/body';
import { randomOf } from '../redis/support';
import { get } from '../support/responses';

type Headers_ = Record<string, string>;

describe('a key', () => {
  const language = { 'Accept-Language': (value: string) => value.slice(0, 2).toLowerCase() };
  const keyOf = async (request: Request, omit = false) => (await ask(request, language, omit)).key;

  test.each([
    ['/a?b=1&a=2', '/a?a=2&b=1'],
    ['/a?x=%7e', '/a?x=~'],
    ['/a?x=a%20b', '/a?x=a+b'],
    ['/a/%7Eb', '/a/~b'],
    ['/a/%c3%a9', '/a/%C3%A9'],
    ['/a/./b/../c', '/a/c'],
    ['/a?', '/a'],
    ['/a#x', '/a'],
    ['/a?b=1&idempotency-key=x', '/a?b=1'],
    ['https://SHOP.example:443/a', '/a'],
  ])('%s is that of %s', async (one, other) => {
    expect(await keyOf(get(one))).toBe(await keyOf(get(other)));
  });
  test.each([
    ['/a?a=1&a=2', '/a?a=2&a=1'],
    ['/a', '/A'],
    ['/a', '/a/'],
    ['/a?q=x', '/a?q=X'],
    ['/a%2Fb', '/a/b'],
    ['/a?a=1%26b=2', '/a?a=1&b=2'],
    ['/a', 'http://shop.example/a'],
    ['/a', 'https://other.example/a'],
    ['/a?x', '/a'],
  ])('%s is not that of %s', async (one, other) => {
    expect(await keyOf(get(one))).not.toBe(await keyOf(get(other)));
  });

  test('holds the headers that are named, in the spelling that they are reduced to, and no other', async () => {
    const de = await keyOf(get('/', { 'accept-language': 'de-DE,de;q=0.9' }));
    expect(await keyOf(get('/', { 'accept-language': 'DE', 'user-agent': 'x' }))).toBe(de);
    expect(await keyOf(get('/', { 'accept-language': 'fr' }))).not.toBe(de);
    expect(await keyOf(get('/'))).not.toBe(de);
  });

  test('tells who sends credentials from who does not, unless they are omitted', async () => {
    const senders = [
      {},
      { cookie: 'a=b' },
      { authorization: 'x' },
      { cookie: 'a=b', authorization: 'x' },
    ];
    const keys = (omit: boolean) =>
      Promise.all(senders.map((each) => keyOf(get('/', each as Headers_), omit)));
    expect(new Set(await keys(false)).size).toBe(4);
    expect(new Set(await keys(true)).size).toBe(1);
  });

  test('of a spelling is that of what it spells, whatever comes', async () => {
    const random = randomOf(11);
    const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!;
    const pieces = [
      'a',
      'Z',
      '%41',
      '%2f',
      '%2F',
      '~',
      '%7e',
      '%',
      '+',
      ' ',
      'é',
      '{',
      '}',
      ':',
      '%00',
      '%25',
      '😀',
    ];
    const text = () =>
      Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(pieces)).join('');
    for (let round = 0; round < 500; round++) {
      const pairs = Array.from(
        { length: Math.floor(random() * 5) },
        () => [pick(['a', 'b', 'c']), text()] as const,
      );
      const url = new URL(`/${text()}`, 'https://shop.example');
      url.search = new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
      const once = normalizeUrl(url);
      expect(normalizeUrl(once).href).toBe(once.href);
      // What a handler reads is what was asked.
      for (const name of ['a', 'b', 'c'])
        expect(once.searchParams.getAll(name)).toEqual(url.searchParams.getAll(name));
      // Names in another order, those of one name in theirs: the same.
      const sorted = [...url.searchParams].sort(([one], [other]) =>
        one > other ? -1 : one < other ? 1 : 0,
      );
      const shuffled = new URL(url);
      shuffled.search = new URLSearchParams(sorted).toString();
      expect(normalizeUrl(shuffled).href).toBe(once.href);
    }
  });
});

describe('a body', () => {
  test('of any bytes comes back as it was', () => {
    const random = randomOf(5);
    for (let round = 0; round < 200; round++) {
      const length = round < 190 ? Math.floor(random() * 40) : 70_000;
      const bytes = Uint8Array.from({ length }, () =>
        Math.floor(random() * (round % 2 ? 256 : 128)),
      );
      const { as, text } = toText(bytes);
      expect(Buffer.compare(toBytes(as, text), bytes)).toBe(0);
    }
    const bom = new Uint8Array([0xef, 0xbb, 0xbf, 0x41]);
    expect(toBytes(...(Object.values(toText(bom)) as ['utf8', string]))).toEqual(bom);
  });

  test('that is longer than the bound is handed on whole, piece by piece', async () => {
    let pulled = 0;
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (++pulled > 100) controller.close();
          else controller.enqueue(new Uint8Array(1_000).fill(pulled));
        },
      },
      { highWaterMark: 0 },
    );
    const read = await readBody(source, 5_000);
    expect(pulled).toBe(6);
    if (!('tooLong' in read)) throw new Error('It should be too long');
    const whole = new Uint8Array(await new Response(read.tooLong).arrayBuffer());
    expect(whole.length).toBe(100_000);
    expect(whole[99_999]).toBe(100);
  });

  test('of just the bound is read', async () => {
    const read = await readBody(new Response('12345').body, 5);
    expect('bytes' in read && new TextDecoder().decode(read.bytes)).toBe('12345');
  });
});
