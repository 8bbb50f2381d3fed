'use client';

import { EmptyState } from '../pattern/empty-state';
import { Badge } from '../ui/badge';
import { DataTable, type Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { bytes, count, milliseconds, plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';
import type { Comparison, WayResult } from './api';
import { wayTexts } from './ways';

const columns: Column<WayResult>[] = [
  {
    key: 'way',
    title: 'Way',
    value: (row) => wayTexts[row.way].name,
    cell: (row) => <span className="whitespace-nowrap font-medium">{wayTexts[row.way].name}</span>,
  },
  { key: 'roundTrips', title: 'Round trips', value: (row) => row.roundTrips, numeric: true },
  { key: 'commands', title: 'Commands', value: (row) => row.commands, numeric: true },
  {
    key: 'ms',
    title: 'Time',
    value: (row) => row.ms,
    cell: (row) => <span className="whitespace-nowrap">{milliseconds(row.ms)}</span>,
    numeric: true,
  },
  {
    key: 'sentBytes',
    title: 'Sent',
    value: (row) => row.sentBytes,
    cell: (row) => <span className="whitespace-nowrap">{bytes(row.sentBytes)}</span>,
    numeric: true,
  },
  {
    key: 'between',
    title: 'Seen in between',
    value: (row) => `${row.reader.between} of ${row.reader.looks}`,
    cell: (row) => (
      <span className="whitespace-nowrap">
        {count(row.reader.between)}{' '}
        <span className="text-ink-3">of {plural(row.reader.looks, 'look')}</span>
      </span>
    ),
    numeric: true,
  },
  {
    key: 'atomicity',
    title: 'Promised to readers',
    value: (row) => wayTexts[row.way].promise,
    cell: (row) => (
      <Badge tone={wayTexts[row.way].atomic ? 'good' : 'plain'}>{wayTexts[row.way].promise}</Badge>
    ),
  },
  {
    key: 'failure',
    title: 'One of ten is refused',
    value: ({ failure }) => failureText(failure),
    cell: ({ failure }) => (
      <>
        {failureText(failure)}
        {failure.thrown !== null && (
          <code className="block text-2xs text-ink-3">{failure.thrown}</code>
        )}
      </>
    ),
    wide: true,
  },
];

function failureText({ applied, told, thrown }: WayResult['failure']): string {
  const outcome = `${applied} of the other 9 applied, ${told} of 10 outcomes known`;
  return thrown === null ? outcome : `${outcome}; it throws`;
}

interface WaysTableProps {
  comparison: Comparison | undefined;
  isLoading: boolean;
}

/** The figures behind the bars, and what the ways do to readers and to failures. */
export function WaysTable({ comparison, isLoading }: WaysTableProps) {
  return (
    <Panel
      id="ways"
      title="What each way does"
      description="Measured, but for what is promised"
      padded={false}
      actions={<ExportMenu name="ways" columns={columns} rows={comparison?.ways ?? []} />}
    >
      {isLoading ? (
        <Skeleton className="m-3 h-44" />
      ) : comparison === undefined ? (
        <EmptyState title="No figures yet">Compare the ways to fill this table.</EmptyState>
      ) : (
        <DataTable
          label="What each way does"
          columns={columns}
          rows={comparison.ways}
          rowKey={(row) => row.way}
        />
      )}
    </Panel>
  );
}
