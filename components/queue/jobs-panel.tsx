'use client';

import { ChevronRight, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { Live } from '../live/use-live';
import { EmptyState } from '../pattern/empty-state';
import { cn } from '../ui/cn';
import { Button } from '../ui/button';
import { DataTable } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { count, plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { TextField } from '../ui/text-field';
import { BulkBar } from './bulk-bar';
import type { JobPage, QueueName, QueueStats, State } from './api';
import { jobColumns } from './job-columns';
import { useChosen, useListState, useSearch } from './view-state';

const names: Record<State, string> = {
  waiting: 'Waiting',
  active: 'Active',
  delayed: 'Delayed',
  done: 'Done',
  dead: 'Dead',
};
const states = Object.entries(names).map(([value, label]) => ({ value: value as State, label }));
const hints: Record<State, string> = {
  waiting: 'Jobs that are due appear here, the next to be claimed first.',
  active: 'Jobs under a lease appear here, the one that ends first before others.',
  delayed: 'Jobs that wait for their time, or for another try, appear here.',
  done: 'What is done is kept for a day, or as long as the job says.',
  dead: 'Jobs whose attempts are used up appear here, and can be replayed.',
};

interface JobsPanelProps {
  queue: QueueName;
  list: Live<JobPage>;
  stats: QueueStats | undefined;
  isFirst: boolean;
  /** @param cursor of the page to show; '' for the first */
  onPage(cursor: string): void;
  onChange(): void;
}

/** The jobs of one state, page by page: search, choose, and do things to many. */
export function JobsPanel({ queue, list, stats, isFirst, onPage, onChange }: JobsPanelProps) {
  const [state, setState] = useListState();
  const [text, setText] = useSearch();
  const [chosen, choose] = useChosen();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const rows = list.data?.jobs ?? [];
  const here = rows.filter(({ id }) => picked.has(id));
  const columns = jobColumns({
    chosen,
    picked,
    onChoose: (id) => void choose(id === chosen ? null : id),
    onPick: (id, on) =>
      setPicked(
        (before) => new Set(on ? [...before, id] : [...before].filter((one) => one !== id)),
      ),
  });

  return (
    <Panel
      id="jobs"
      title="Jobs"
      description={stats && `${plural(stats[state], 'job')} ${state}`}
      padded={false}
      actions={<ExportMenu name={`jobs-${state}`} columns={columns} rows={rows} />}
    >
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2 border-b p-3">
        <Segmented
          label="State"
          value={state}
          options={states}
          onChange={(next) => void setState(next)}
        />
        <TextField
          label="Search by id or name"
          value={text}
          onChange={(next) => void setText(next || null)}
          maxLength={64}
          className="min-w-40 max-w-64 flex-1"
        />
      </div>
      <BulkBar
        queue={queue}
        state={state}
        rows={rows}
        picked={here}
        onPick={(ids) => setPicked(new Set(ids))}
        onChange={() => {
          setPicked(new Set());
          onChange();
        }}
      />
      <div className={cn('min-h-48 transition-opacity', list.isSwitching && 'opacity-40')}>
        {list.data === undefined ? (
          <Skeleton className="m-3 h-40" />
        ) : rows.length === 0 ? (
          <EmptyState title={text === '' ? 'None on this page' : 'None found on this page'}>
            {text === ''
              ? hints[state]
              : `${plural(list.data.looked, 'job')} looked at${list.data.next ? ': go on to look at more.' : '.'}`}
          </EmptyState>
        ) : (
          <DataTable
            label={`Jobs, ${state}`}
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
          />
        )}
      </div>
      <div className="flex flex-wrap items-center gap-1.5 border-t p-3">
        <Button disabled={isFirst} onClick={() => onPage('')}>
          <RotateCcw aria-hidden /> First page
        </Button>
        <Button
          disabled={list.isSwitching || !list.data?.next}
          onClick={() => list.data?.next && onPage(list.data.next)}
        >
          Next page <ChevronRight aria-hidden />
        </Button>
        {text !== '' && list.data && (
          <span className="text-xs text-ink-3">{count(list.data.looked)} looked at</span>
        )}
      </div>
    </Panel>
  );
}
