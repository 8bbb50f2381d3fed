'use client';

import { ChartPanel } from '../ui/chart-panel';
import { cn } from '../ui/cn';
import type { Column } from '../ui/data-table';
import { plural, time } from '../ui/format';
import { Skeleton } from '../ui/skeleton';
import { TimeChart } from '../ui/time-chart';
import { EmptyState } from '../pattern/empty-state';
import type { Active } from './api';

type Point = Active['series'][number];

const bars = { key: 'active', label: 'Active sessions', color: 'var(--series-1)' };
const line = { key: 'begun', label: 'Begun', color: 'var(--series-2)' };
const columns: Column<Point>[] = [
  {
    key: 'at',
    title: 'From',
    value: (point) => new Date(point.at).toISOString(),
    cell: (point) => time(point.at, 'moment'),
    wide: true,
  },
  { key: 'active', title: 'Active', value: (point) => point.active, numeric: true },
  { key: 'begun', title: 'Begun', value: (point) => point.begun, numeric: true },
  { key: 'ended', title: 'Ended', value: (point) => point.ended, numeric: true },
];
const label = (at: number) => time(at, 'minute');

interface ActiveChartProps {
  data: Active | undefined;
  /** True while `data` is still that of the range before. */
  isSwitching: boolean;
}

/** How many sessions there were at the end of each bucket. */
export function ActiveChart({ data, isSwitching }: ActiveChartProps) {
  const series = data?.series ?? [];
  const none = series.every(({ active, begun, ended }) => active + begun + ended === 0);
  return (
    <ChartPanel
      id="active"
      title="Active sessions"
      description={
        data && (data.range === '1h' ? 'last hour, by minute' : 'last 24 hours, by hour')
      }
      columns={columns}
      rows={series}
      rowKey={(point) => String(point.at)}
      height={220}
    >
      {data === undefined ? (
        <Skeleton className="h-full" />
      ) : none ? (
        <EmptyState title="No sessions in this range">
          The count of all users appears here with the first sign-in.
        </EmptyState>
      ) : (
        <div className={cn('h-full transition-opacity', isSwitching && 'opacity-40')}>
          <TimeChart
            summary={`${plural(data.active, 'active session')} now`}
            data={series}
            bars={bars}
            line={line}
            runningAt={series.at(-1)?.at}
            label={label}
          />
        </div>
      )}
    </ChartPanel>
  );
}
