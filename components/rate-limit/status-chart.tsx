'use client';

import { EmptyState } from '../pattern/empty-state';
import { ChartPanel } from '../ui/chart-panel';
import { cn } from '../ui/cn';
import type { Column } from '../ui/data-table';
import { plural, time } from '../ui/format';
import { Skeleton } from '../ui/skeleton';
import { TimeChart } from '../ui/time-chart';
import type { Status } from './api';

type Point = Status['series'][number];

const allowed = { key: 'allowed', label: 'Allowed', color: 'var(--series-1)' };
const refused = { key: 'refused', label: 'Refused', color: 'var(--series-2)' };
const columns: Column<Point>[] = [
  {
    key: 'at',
    title: 'From',
    value: (point) => new Date(point.at).toISOString(),
    cell: (point) => time(point.at, 'moment'),
    wide: true,
  },
  { key: 'allowed', title: 'Allowed', value: (point) => point.allowed, numeric: true },
  { key: 'refused', title: 'Refused', value: (point) => point.refused, numeric: true },
];

interface StatusChartProps {
  data: Status | undefined;
  isSwitching: boolean;
}

export function StatusChart({ data, isSwitching }: StatusChartProps) {
  const series = data?.series ?? [];
  return (
    <ChartPanel
      id="decisions"
      title="Allowed and refused"
      description={data && (data.range === '1h' ? 'last hour, by minute' : 'last day, by hour')}
      columns={columns}
      rows={series}
      rowKey={(point) => String(point.at)}
      height={252}
    >
      {data === undefined ? (
        <Skeleton className="h-full" />
      ) : data.allowed + data.refused === 0 ? (
        <EmptyState title="No checks in this range">
          Each guarded call of this API is one. Send a burst above to see some.
        </EmptyState>
      ) : (
        <div className={cn('h-full transition-opacity', isSwitching && 'opacity-40')}>
          <TimeChart
            summary={`${plural(data.allowed, 'check')} allowed, ${data.refused} refused`}
            data={series}
            bars={allowed}
            line={refused}
            runningAt={series.at(-1)?.at}
            label={(at) => time(at, 'minute')}
          />
        </div>
      )}
    </ChartPanel>
  );
}
