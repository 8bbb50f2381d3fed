import { expect, test } from 'vitest';
import { partsOf } from '@/components/pipeline/upload-parts';

const utf8 = new TextEncoder();

async function parts(text: string, after: number, maxLines = 2, maxBytes = 1_000) {
  const file = new Blob([text]);
  const found: { text: string; from: number; isLast: boolean }[] = [];
  for await (const { start, end, from, isLast } of partsOf(file, after, { maxLines, maxBytes }))
    found.push({ text: await file.slice(start, end).text(), from, isLast });
  return found;
}

test('whole lines, numbered, and the rest with no end of its own', async () => {
  expect(await parts('a\nb\nc\nd\ne', 0)).toEqual([
    { text: 'a\nb\n', from: 1, isLast: false },
    { text: 'c\nd\n', from: 3, isLast: false },
    { text: 'e', from: 5, isLast: true },
  ]);
});

test('what is dealt with is left out, wherever that ends', async () => {
  const lines = ['a\n', 'b\r\n', '\n', 'é€\n', 'e'];
  for (let after = 0; after <= 5; after++) {
    const found = await parts(lines.join(''), after);
    expect(found[0]?.from).toBe(after + 1);
    expect(found.at(-1)?.isLast).toBe(true);
    if (after < 5) expect(found.map(({ text }) => text).join('')).toBe(lines.slice(after).join(''));
  }
});

test('a file that ends with a line says that nothing follows', async () => {
  expect(await parts('a\nb\n', 0)).toEqual([
    { text: 'a\nb\n', from: 1, isLast: false },
    { text: '', from: 3, isLast: true },
  ]);
  expect(await parts('', 0)).toEqual([{ text: '', from: 1, isLast: true }]);
});

test('parts end by bytes too, at the end of a line', async () => {
  const found = await parts('€€€€\n€€€€\n€€€€\n', 0, 100, 14);
  expect(found.map(({ text }) => utf8.encode(text).length)).toEqual([26, 13]);
});

test('a file of many packets is cut at its lines', async () => {
  const text = Array.from({ length: 5_000 }, (_, i) => `line ${i} ${'é'.repeat(i % 50)}`).join(
    '\n',
  );
  const found = await parts(text, 1_234, 700, 20_000);
  expect(found.map((part) => part.text).join('')).toBe(text.split('\n').slice(1_234).join('\n'));
  for (const [at, part] of found.entries())
    if (!part.isLast)
      expect(found[at + 1]?.from).toBe(part.from + part.text.split('\n').length - 1);
});
