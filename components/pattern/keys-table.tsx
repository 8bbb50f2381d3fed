'use client';

import { DataTable, type Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { duration, plural } from '../ui/format';
import { FileBar } from './file-bar';

/** What a room's keys.ts says of one kind of key. */
export interface KeyFacts {
  template: string;
  holds: string;
  expiry: { withinMs?: number; why?: string };
}

const columns: Column<KeyFacts>[] = [
  {
    key: 'key',
    title: 'Key',
    value: (row) => row.template,
    cell: (row) => (
      <code className="text-xs wrap-anywhere @md:whitespace-nowrap">{row.template}</code>
    ),
  },
  { key: 'holds', title: 'Holds', value: (row) => row.holds },
  {
    key: 'expires',
    title: 'Gone after',
    value: (row) =>
      row.expiry.withinMs === undefined ? (row.expiry.why ?? '') : duration(row.expiry.withinMs),
    cell: (row) =>
      row.expiry.withinMs === undefined ? (
        <span className="text-ink-2">{row.expiry.why}</span>
      ) : (
        <span className="whitespace-nowrap">{duration(row.expiry.withinMs)}</span>
      ),
  },
];

export function KeysTable({ rows }: { rows: KeyFacts[] }) {
  return (
    <div>
      <FileBar
        title={plural(rows.length, 'kind of key', 'kinds of keys')}
        actions={<ExportMenu name="keys-and-expiries" columns={columns} rows={rows} />}
      />
      <DataTable
        label="Keys and expiries"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.template}
      />
    </div>
  );
}
