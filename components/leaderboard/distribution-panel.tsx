'use client';

import dynamic from 'next/dynamic';
import { EmptyState } from '../pattern/empty-state';
import { ChartPanel } from '../ui/chart-panel';
import { cn } from '../ui/cn';
import type { Column } from '../ui/data-table';
import { count, plural } from '../ui/format';
import { Skeleton } from '../ui/skeleton';
import type { Distribution } from './api';

// The first paint has no figures yet, so the code that draws them may come after it.
const DistributionChart = dynamic(
  () => import('./distribution-chart').then((module) => module.DistributionChart),
  { ssr: false, loading: () => <Skeleton className="h-full" /> },
);

type Step = Distribution['steps'][number];

const columns: Column<Step>[] = [
  { key: 'from', title: 'Points from', value: (step) => step.from, cell: (s) => count(s.from) },
  { key: 'to', title: 'to', value: (step) => step.to, cell: (s) => count(s.to), wide: true },
  {
    key: 'members',
    title: 'Members',
    value: (step) => step.members,
    cell: (step) => count(step.members),
    numeric: true,
  },
];

interface DistributionPanelProps {
  data: Distribution | undefined;
  isSwitching: boolean;
  /** One's own score, whose step is marked. */
  score: number | undefined;
}

/** How many members have how many points. */
export function DistributionPanel({ data, isSwitching, score }: DistributionPanelProps) {
  return (
    <ChartPanel
      id="distribution"
      title="Scores"
      description={data && plural(data.members, 'member')}
      columns={columns}
      rows={data?.steps ?? []}
      rowKey={(step) => String(step.from)}
      height={252}
    >
      {data === undefined ? (
        <Skeleton className="h-full" />
      ) : data.members === 0 ? (
        <EmptyState title="No scores in this period">
          How scores spread is drawn from the first one on.
        </EmptyState>
      ) : (
        <div className={cn('h-full transition-opacity', isSwitching && 'opacity-40')}>
          <DistributionChart steps={data.steps} score={score} />
        </div>
      )}
    </ChartPanel>
  );
}
