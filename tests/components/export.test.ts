import { describe, expect, it } from 'vitest';
import type { Column } from '@/components/ui/data-table';
import { toCsv, toJson } from '@/components/ui/export';

interface Row {
  page: string;
  views: number;
}
const columns: Column<Row>[] = [
  { key: 'page', title: 'Page', value: ({ page }) => page },
  { key: 'views', title: 'Views', value: ({ views }) => views },
];

describe('toCsv', () => {
  it.each([
    ['plain text', '/home', '/home'],
    ['nothing', '', ''],
    ['text of other scripts', '/价格 é', '/价格 é'],
    ['spaces at the ends', ' a ', ' a '],
    ['a comma', 'a,b', '"a,b"'],
    ['quotes', 'a "b"', '"a ""b"""'],
    ['a line feed', 'a\nb', '"a\nb"'],
    ['a carriage return', 'a\rb', '"a\rb"'],
    ['an apostrophe', "it's", "it's"],
    ['a formula', '=1+1', "'=1+1"],
    ['a formula with quotes and commas', '=LINK("x",1)', `"'=LINK(""x"",1)"`],
    ['a leading plus', '+1', "'+1"],
    ['a leading minus', '-1', "'-1"],
    ['a leading at', '@SUM', "'@SUM"],
    ['a leading tab', '\t=1', "'\t=1"],
    ['a leading carriage return', '\r=1', `"'\r=1"`],
    ['a sign further on', 'a=b-c', 'a=b-c'],
  ])('writes %s', (_, page, cell) => {
    expect(toCsv(columns, [{ page, views: 1 }])).toBe(`page,views\r\n${cell},1\r\n`);
  });

  it('writes figures bare: a negative one is no formula', () => {
    const rows = [
      { page: 'a', views: -12.5 },
      { page: 'b', views: 1_234_567 },
    ];
    expect(toCsv(columns, rows)).toBe('page,views\r\na,-12.5\r\nb,1234567\r\n');
  });

  it('writes the head of a table without rows, quoted as any cell', () => {
    expect(toCsv([{ key: 'a,b', title: '', value: () => '' }], [])).toBe('"a,b"\r\n');
  });
});

describe('toJson', () => {
  it('writes an object a row, with values as they are', () => {
    const rows = [
      { page: '=1+"1"', views: -2 },
      { page: 'é\n', views: 0.5 },
    ];
    const text = toJson(columns, rows);
    expect(JSON.parse(text)).toEqual(rows);
    expect(text.endsWith(']\n')).toBe(true);
  });
});
