'use client';

import dynamic from 'next/dynamic';
import { useState, type ReactNode } from 'react';
import { escapeGlob } from '@/lib/patterns/scan/keys';
import { ChartPanel } from '../ui/chart-panel';
import type { Column } from '../ui/data-table';
import { bytes, count } from '../ui/format';
import { RankList } from '../ui/rank-list';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import type { PrefixSummary, Summary } from './api';
import { estimatedBytes } from './merge';
import { progressText } from './key-line';

const Treemap = dynamic(() => import('./treemap').then((module) => module.PrefixTreemap), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

const measures = [
  { value: 'keys' as const, label: 'Keys' },
  { value: 'memory' as const, label: 'Memory' },
];
type Measure = (typeof measures)[number]['value'];

const columns: Column<PrefixSummary>[] = [
  {
    key: 'prefix',
    title: 'Prefix',
    value: (row) => row.prefix,
    cell: (row) => (
      <code className={`text-xs wrap-anywhere ${row.parent === null ? '' : 'pl-4'}`}>
        {row.prefix}
      </code>
    ),
    wide: true,
  },
  {
    key: 'keys',
    title: 'Keys',
    value: (row) => row.keys,
    cell: (row) => count(row.keys),
    numeric: true,
  },
  {
    key: 'memoryBytes',
    title: 'Memory, about',
    value: (row) => Math.round(estimatedBytes(row) ?? 0),
    cell: (row) => (row.sampled === 0 ? '–' : bytes(estimatedBytes(row)!)),
    numeric: true,
  },
];

interface PrefixPanelProps {
  summary: Summary | undefined;
  /** Stands where there is no summary. */
  empty: ReactNode;
  actions: ReactNode;
  /** A pattern of all keys below a prefix. */
  onChoose(pattern: string): void;
}

/** Keys or memory by prefix, two levels at a time; a prefix that is chosen is looked into. */
export function PrefixPanel({ summary, empty, actions, onChoose }: PrefixPanelProps) {
  const [measure, setMeasure] = useState<Measure>('keys');
  const rows = (summary?.prefixes ?? []).map((row) => ({
    ...row,
    value: measure === 'keys' ? row.keys : Math.round(estimatedBytes(row) ?? 0),
  }));
  const tops = rows.filter(({ parent }) => parent === null).sort((a, b) => b.value - a.value);
  const choose = (prefix: string) => onChoose(`${escapeGlob(prefix)}*`);
  return (
    <ChartPanel
      id="prefixes"
      title="By prefix"
      description="Two levels below the pattern"
      columns={columns}
      rows={withParents(rows)}
      rowKey={(row) => row.prefix}
      height={320}
    >
      {summary === undefined ? (
        empty
      ) : (
        <div className="flex h-full flex-col gap-2">
          <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 text-xs text-ink-2">
            <p>{progressText(summary.examined, summary.total, summary.keys)}</p>
            <div className="flex items-center gap-1.5">
              {actions}
              <Segmented label="By" value={measure} options={measures} onChange={setMeasure} />
            </div>
          </div>
          <div className="grid min-h-0 min-w-0 flex-1 gap-3 max-md:grid-rows-[7rem_minmax(0,1fr)] md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
            <Treemap
              rows={rows}
              format={measure === 'keys' ? count : bytes}
              summary={`${tops.length} prefixes, the largest ${tops[0]?.prefix ?? 'none'}`}
              onChoose={choose}
            />
            <div className="min-h-0 overflow-y-auto">
              <RankList
                label="Largest prefixes"
                rows={tops.map(({ prefix, value }) => ({ name: prefix, value }))}
                onSelect={choose}
              />
            </div>
          </div>
        </div>
      )}
    </ChartPanel>
  );
}

/** Each prefix followed by those below it. */
function withParents<Row extends PrefixSummary>(rows: readonly Row[]): Row[] {
  return rows
    .filter(({ parent }) => parent === null)
    .flatMap((top) => [top, ...rows.filter(({ parent }) => parent === top.prefix)]);
}
