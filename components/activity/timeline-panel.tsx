'use client';

import { ChevronRight, RotateCcw } from 'lucide-react';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { DataTable, type Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { time } from '../ui/format';
import { Panel } from '../ui/panel';
import type { Entry, Timeline } from './api';
import { kinds } from './kinds';
import { Own } from './own';

const columns: Column<Entry>[] = [
  {
    key: 'at',
    title: 'When',
    value: ({ at }) => new Date(at).toISOString(),
    cell: ({ at }) => <span className="whitespace-nowrap">{time(at, 'moment')}</span>,
  },
  {
    key: 'type',
    title: 'What',
    value: ({ type }) => type,
    cell: ({ type }) => <span className="whitespace-nowrap">{kinds[type].to}</span>,
  },
  {
    key: 'subject',
    title: 'Where',
    value: ({ subject = '' }) => subject,
    cell: ({ subject }) =>
      subject === undefined ? (
        <span className="text-ink-3">–</span>
      ) : (
        <code className="wrap-anywhere line-clamp-2" title={subject}>
          {subject}
        </code>
      ),
    wide: true,
  },
];

interface TimelinePanelProps {
  userId: string | null | undefined;
  page: Timeline | undefined;
  isSwitching: boolean;
  isFirst: boolean;
  onPage(cursor: string | undefined): void;
}

/** What the signed-in user did, newest first, page by page. */
export function TimelinePanel({ userId, page, isSwitching, isFirst, onPage }: TimelinePanelProps) {
  return (
    <Panel
      id="timeline"
      title="Your timeline"
      description={typeof userId === 'string' ? `of ${userId}, newest first` : undefined}
      padded={false}
      actions={<ExportMenu name="timeline" columns={columns} rows={page?.entries ?? []} />}
    >
      <div className="flex h-full min-h-112 flex-col justify-between">
        <Own
          userId={userId}
          data={page}
          isEmpty={({ entries }) => entries.length === 0 && isFirst}
          title="Nothing on the timeline yet"
          hint="What you do in this app appears here: pages you view, sign-ins, scores, messages and jobs."
        >
          {({ entries, next }) => (
            <>
              <div className={cn('transition-opacity', isSwitching && 'opacity-40')}>
                <DataTable
                  label="Your timeline"
                  columns={columns}
                  rows={entries}
                  rowKey={({ id }) => id}
                />
              </div>
              <div className="flex gap-1.5 border-t p-2">
                <Button disabled={isFirst} onClick={() => onPage(undefined)}>
                  <RotateCcw aria-hidden /> Newest
                </Button>
                <Button
                  disabled={isSwitching || next === null}
                  onClick={() => onPage(next ?? undefined)}
                >
                  Older <ChevronRight aria-hidden />
                </Button>
              </div>
            </>
          )}
        </Own>
      </div>
    </Panel>
  );
}
