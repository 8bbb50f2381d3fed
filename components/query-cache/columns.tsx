import type { Column } from '../ui/data-table';
import { count, percent } from '../ui/format';
import type { ResultOfReport } from './api';

type Row = ResultOfReport['rows'][number];
type Told = ResultOfReport['columns'][number];

const euros = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** The columns of a table, as the report says that its figures are to be read. */
export function columnsOf(columns: readonly Told[]): Column<Row>[] {
  return columns.map(({ key, title, kind }) => ({
    key,
    title,
    value: (row) => row[key] ?? '',
    cell: (row) => shown(row[key] ?? null, kind),
    numeric: kind !== 'text',
  }));
}

function shown(value: Row[string], kind: Told['kind']): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  if (kind === 'cents') return euros.format(value / 100);
  return kind === 'share' ? percent(value) : count(value);
}
