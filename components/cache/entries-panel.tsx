'use client';

import { Badge } from '../ui/badge';
import { DataTable, type Column } from '../ui/data-table';
import { duration, milliseconds } from '../ui/format';
import { Panel } from '../ui/panel';
import { useNow } from '../ui/use-now';
import { lifeOf } from './life-bar';
import type { Read, Reads } from './use-reads';
import { looks } from './why';

const most = 6;

const whole = (text: string) => <span className="whitespace-nowrap">{text}</span>;

/** The values that were read on this page: how old each is, and for how long it stays. */
export function EntriesPanel({ reads }: { reads: Reads }) {
  const now = useNow();
  const newest = new Map(reads.reads.filter(({ cache }) => cache).map((read) => [read.id, read]));
  const rows = [...newest.values()].sort((a, b) => b.number - a.number).slice(0, most);
  const columns: Column<Read>[] = [
    { key: 'id', title: 'Customer', value: ({ id }) => id, wide: true },
    {
      key: 'status',
      title: 'Last read',
      value: ({ cache }) => cache?.status ?? '',
      cell: ({ cache }) =>
        cache && <Badge tone={looks[cache.status].tone}>{looks[cache.status].label}</Badge>,
    },
    {
      key: 'ageMs',
      title: 'Age',
      value: (read) => lifeOf(read, now).ageMs,
      cell: (read) => whole(duration(lifeOf(read, now).ageMs)),
      numeric: true,
    },
    {
      key: 'life',
      title: 'Now',
      value: (read) => lifeOf(read, now).says,
      cell: (read) => whole(lifeOf(read, now).says),
    },
    {
      key: 'loadMs',
      title: 'Load',
      value: ({ cache }) => cache?.loadMs ?? '',
      cell: ({ cache }) => (cache?.loadMs === undefined ? '' : whole(milliseconds(cache.loadMs))),
      numeric: true,
    },
  ];
  return (
    <Panel
      id="entries"
      title="Entries read here"
      description="Age and time to live, if nobody else changes them"
      padded={false}
    >
      {rows.length === 0 ? (
        <p className="p-3 text-xs text-ink-2">None yet.</p>
      ) : (
        <DataTable label="Entries" columns={columns} rows={rows} rowKey={({ id }) => id} />
      )}
    </Panel>
  );
}
