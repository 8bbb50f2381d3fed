'use client';

import { EmptyState } from '../pattern/empty-state';
import type { Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { Panel } from '../ui/panel';
import { RankList } from '../ui/rank-list';
import { Skeleton } from '../ui/skeleton';

interface Row {
  name: string;
  value: number;
}

interface RankPanelProps {
  id: string;
  title: string;
  description: string;
  /** What a name is called in exports. */
  nameKey: string;
  /** Undefined while they are being read. */
  rows: readonly Row[] | undefined;
  empty: string;
  selected?: string | null;
  onSelect?(name: string): void;
}

export function RankPanel({
  id,
  title,
  description,
  nameKey,
  rows,
  empty,
  selected,
  onSelect,
}: RankPanelProps) {
  const columns: Column<Row>[] = [
    { key: nameKey, title, value: (row) => row.name },
    { key: 'views', title: 'Views', value: (row) => row.value },
  ];
  return (
    <Panel
      id={id}
      title={title}
      description={description}
      padded={false}
      actions={<ExportMenu name={id} columns={columns} rows={rows ?? []} />}
    >
      <div className="min-h-52">
        {rows === undefined ? (
          <Skeleton className="m-3 h-44" />
        ) : rows.length === 0 ? (
          <EmptyState title="Nothing yet">{empty}</EmptyState>
        ) : (
          <RankList label={title} rows={rows} {...(onSelect && { onSelect, selected })} />
        )}
      </div>
    </Panel>
  );
}
