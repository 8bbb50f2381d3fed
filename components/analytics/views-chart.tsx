'use client';

import { cn } from '../ui/cn';
import { ChartPanel } from '../ui/chart-panel';
import type { Column } from '../ui/data-table';
import { count, plural, time } from '../ui/format';
import { Skeleton } from '../ui/skeleton';
import { TimeChart } from '../ui/time-chart';
import { EmptyState } from '../pattern/empty-state';
import type { PageViews } from './api';
import { bucketLabel, rangeNames, zoomInto } from './buckets';
import { TrafficButton } from './traffic-button';
import type { Traffic } from './use-traffic';
import { useViewState } from './view-state';

type Point = PageViews['series'][number];

const bars = { key: 'views', label: 'Views', color: 'var(--series-1)' };
const line = { key: 'visitors', label: 'Visitors', color: 'var(--series-2)' };
const columns: Column<Point>[] = [
  {
    key: 'at',
    title: 'From',
    value: (point) => new Date(point.at).toISOString(),
    cell: (point) => time(point.at, 'moment'),
    wide: true,
  },
  { key: 'views', title: 'Views', value: (point) => point.views, numeric: true },
  { key: 'visitors', title: 'Visitors', value: (point) => point.visitors ?? '', numeric: true },
];
const height = 252;

interface ViewsChartProps {
  data: PageViews | undefined;
  /** True while `data` is still that of the range before. */
  isSwitching: boolean;
  traffic: Traffic;
}

export function ViewsChart({ data, isSwitching, traffic }: ViewsChartProps) {
  const [, set] = useViewState();
  const series = data?.series ?? [];
  const runningAt =
    data && series.find(({ at }) => at <= data.now && data.now < at + data.bucketMs)?.at;
  const zoom = (at: number) => {
    const target = data && zoomInto(at, data.bucketMs, data.now);
    if (target) void set(target);
  };
  const zooms = data !== undefined && data.bucketMs > 60_000;
  return (
    <ChartPanel
      id="views"
      title="Views and visitors"
      description={data && <Described data={data} />}
      columns={columns}
      rows={series}
      rowKey={(point) => String(point.at)}
      height={height}
    >
      {data === undefined ? (
        <Skeleton className="h-full" />
      ) : data.views === 0 ? (
        <EmptyState title="No views in this range" action={<TrafficButton traffic={traffic} />}>
          Views arrive over HTTP from any site. Until the first does, a generator can play visitors.
        </EmptyState>
      ) : (
        <div className={cn('h-full transition-opacity', isSwitching && 'opacity-40')}>
          <TimeChart
            summary={`${plural(data.views, 'view')}${data.visitors === null ? '' : ` by ${plural(data.visitors, 'visitor')}`}, ${count(series.length)} buckets`}
            data={series}
            bars={bars}
            {...(data.visitors !== null && { line })}
            runningAt={runningAt}
            label={bucketLabel(data.bucketMs)}
            onZoom={zooms ? zoom : undefined}
          />
        </div>
      )}
    </ChartPanel>
  );
}

function Described({ data }: { data: PageViews }) {
  const by =
    data.bucketMs === 60_000 ? 'minute' : data.bucketMs === 3_600_000 ? 'hour' : 'day (UTC)';
  const whole = data.series.length * data.bucketMs;
  const zoomed = data.range !== '30m' && whole <= (data.range === '24h' ? 3_600_000 : 86_400_000);
  return (
    <>
      {zoomed ? `from ${time(data.from, 'moment')}` : rangeNames[data.range]}, by {by}
      {data.to <= data.now && '; over, so not polled'}
    </>
  );
}
