'use client';

import { EmptyState } from '../pattern/empty-state';
import { ChartPanel } from '../ui/chart-panel';
import type { Column } from '../ui/data-table';
import { percent } from '../ui/format';
import { RankList } from '../ui/rank-list';

interface Share {
  name: string;
  value: number;
}

interface SharePanelProps {
  id: string;
  title: string;
  /** What a name is: "Type". */
  what: string;
  /** Of how many keys it was taken. */
  description: string | undefined;
  /** Undefined where there is no summary yet. */
  rows: readonly Share[] | undefined;
}

/** How keys are divided among a few kinds. */
export function SharePanel({ id, title, what, description, rows = [] }: SharePanelProps) {
  const all = rows.reduce((sum, { value }) => sum + value, 0);
  const columns: Column<Share>[] = [
    { key: 'name', title: what, value: (row) => row.name, wide: true },
    { key: 'keys', title: 'Keys asked', value: (row) => row.value, numeric: true },
    {
      key: 'share',
      title: 'Share',
      value: (row) => row.value / all,
      cell: (row) => percent(row.value / all),
      numeric: true,
    },
  ];
  return (
    <ChartPanel
      id={id}
      title={title}
      description={description}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.name}
      height={216}
    >
      {rows.length === 0 ? (
        <EmptyState title="Nothing to show yet">It comes with the summary above.</EmptyState>
      ) : (
        <RankList
          label={title}
          rows={rows.map(({ name, value }) => ({
            name: `${name} · ${percent(value / all)}`,
            value,
          }))}
        />
      )}
    </ChartPanel>
  );
}
