'use client';

import { EmptyState } from '../pattern/empty-state';
import type { Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { Panel } from '../ui/panel';
import { RankList } from '../ui/rank-list';
import { Skeleton } from '../ui/skeleton';
import type { Status } from './api';

type Row = Status['topAllowed'][number];

const columns: Column<Row>[] = [
  { key: 'policy', title: 'Policy', value: (row) => row.policy },
  { key: 'identifier', title: 'Identifier', value: (row) => row.identifier },
  { key: 'checks', title: 'Checks', value: (row) => row.checks },
];

/** As many as stand without scrolling. */
const shown = 8;

interface TopPanelProps {
  id: string;
  title: string;
  rows: readonly Row[] | undefined;
}

/** The identifiers with the most checks of one outcome. */
export function TopPanel({ id, title, rows }: TopPanelProps) {
  return (
    <Panel
      id={id}
      title={title}
      description="Checks by policy and identifier"
      padded={false}
      actions={<ExportMenu name={id} columns={columns} rows={rows ?? []} />}
    >
      <div className="min-h-40">
        {rows === undefined ? (
          <Skeleton className="m-3 h-32" />
        ) : rows.length === 0 ? (
          <EmptyState title="Nobody yet">Who asks most appears here.</EmptyState>
        ) : (
          <RankList label={title} rows={merge(rows)} />
        )}
      </div>
    </Panel>
  );
}

/** Identifiers that are cut short may read the same: they share a line. */
function merge(rows: readonly Row[]): { name: string; value: number }[] {
  const lines = new Map<string, number>();
  for (const { policy, identifier, checks } of rows) {
    const name = `${policy} ${identifier}`;
    lines.set(name, (lines.get(name) ?? 0) + checks);
  }
  return [...lines]
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => b.value - a.value)
    .slice(0, shown);
}
