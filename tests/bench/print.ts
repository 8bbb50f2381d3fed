import type { Row } from './compare';

const headers = ['what', 'this', '/s', 'other', '/s', 'ratio', 'floor', 'met?'];

/** Prints rows as a table of Markdown, which a terminal shows well enough. */
export function printTable(rows: readonly Row[]): void {
  const lines = [headers, ...rows.map(cells)];
  const widths = headers.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const format = (line: string[]) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const [head, ...body] = lines.map(format);
  console.log(
    [head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body].join('\n'),
  );
}

/** Whether a row is at or above its floor. */
export const isMet = ({ ratio, atLeast }: Row) => atLeast === undefined || ratio >= atLeast;

function cells(row: Row): string[] {
  const { what, unit, side, than, sideRate, thanRate, ratio, atLeast } = row;
  return [
    `${what} (${unit})`,
    side,
    rate(sideRate),
    than,
    rate(thanRate),
    `${ratio.toFixed(2)} ×`,
    atLeast === undefined ? '–' : `≥ ${atLeast} ×`,
    atLeast === undefined ? '' : isMet(row) ? 'yes' : 'NO',
  ];
}

/** Three digits that mean something: more would only be noise. */
const rate = (perSecond: number) =>
  new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(perSecond);
