'use client';

import { KeyRound } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { EmptyState } from '../pattern/empty-state';
import { Button } from '../ui/button';
import { DataTable, type Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { count } from '../ui/format';
import { Panel } from '../ui/panel';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { TextField } from '../ui/text-field';
import type { Held, List } from './api';
import { TimeLeft } from './time-left';
import { useOwnLocks } from './use-own-locks';

const ttls = [
  { value: '5000', label: '5 s' },
  { value: '15000', label: '15 s' },
  { value: '60000', label: '1 min' },
] as const;
type Ttl = (typeof ttls)[number]['value'];

interface HoldersPanelProps {
  /** Undefined while it is read. */
  list: List | undefined;
  /** When it was read, by this browser's clock. */
  readAt: number | undefined;
  onChange(): void;
}

/** Who holds what and for how long, and a lock of one's own. */
export function HoldersPanel({ list, readAt = 0, onChange }: HoldersPanelProps) {
  const [resource, setResource] = useState('nightly-import');
  const [ttl, setTtl] = useState<Ttl>('15000');
  const own = useOwnLocks(onChange);

  const take = (event: FormEvent) => {
    event.preventDefault();
    void own.take(resource, Number(ttl));
  };
  const columns: Column<Held>[] = [
    {
      key: 'resource',
      title: 'Lock',
      value: (lock) => lock.resource,
      cell: (lock) => (
        <code className="text-xs wrap-anywhere @md:whitespace-nowrap">{lock.resource}</code>
      ),
    },
    { key: 'owner', title: 'Holder', value: (lock) => lock.owner },
    {
      key: 'fence',
      title: 'Fence',
      value: (lock) => lock.fence,
      cell: (lock) => <code className="text-xs">{lock.fence}</code>,
      numeric: true,
    },
    {
      key: 'expiresAt',
      title: 'Time left',
      value: (lock) => new Date(lock.expiresAt).toISOString(),
      cell: (lock) => <TimeLeft lock={lock} aheadMs={(list?.now ?? readAt) - readAt} />,
      wide: true,
    },
    { key: 'waiting', title: 'Waiting', value: (lock) => lock.waiting, numeric: true },
    {
      key: 'own',
      title: 'Yours',
      value: (lock) => (own.holds(lock) ? 'yes' : 'no'),
      cell: (lock) =>
        own.holds(lock) ? (
          <span className="flex justify-end gap-1">
            <Button size="sm" onClick={() => void own.extend(lock.resource, Number(ttl))}>
              Extend<span className="sr-only"> {lock.resource}</span>
            </Button>
            <Button size="sm" onClick={() => void own.release(lock.resource)}>
              Release<span className="sr-only"> {lock.resource}</span>
            </Button>
          </span>
        ) : (
          <span className="text-ink-3">no</span>
        ),
      numeric: true,
    },
  ];
  const locks = list?.locks ?? [];
  return (
    <Panel
      id="holders"
      title="Holders"
      description={list && `${count(locks.length)} held, by the clock of Redis`}
      padded={false}
      actions={<ExportMenu name="holders" columns={columns} rows={locks} />}
    >
      <div className="border-b p-3">
        <NeedsSignIn>
          <form onSubmit={take} className="flex flex-wrap items-end gap-1.5">
            <TextField
              label="Resource"
              value={resource}
              onChange={setResource}
              maxLength={64}
              pattern="[\w.\-]+"
              required
              className="min-w-40 flex-1 sm:max-w-64"
            />
            <Select
              label="Time to live"
              value={ttl}
              options={ttls}
              onChange={(next) => setTtl(next)}
            />
            <Button type="submit" look="primary">
              <KeyRound aria-hidden /> Take the lock
            </Button>
          </form>
        </NeedsSignIn>
      </div>
      {list === undefined ? (
        <div className="p-3">
          <Skeleton className="h-24" />
        </div>
      ) : locks.length === 0 ? (
        <EmptyState title="Nothing is locked">
          Take a lock above, or let contenders rush for one below. It ends by itself when its time
          is over.
        </EmptyState>
      ) : (
        <DataTable label="Holders" columns={columns} rows={locks} rowKey={(row) => row.resource} />
      )}
    </Panel>
  );
}
