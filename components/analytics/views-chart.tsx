'use client';

import { EmptyState } from '../pattern/empty-state';
import { TimeChartPanel } from '../pattern/time-chart-panel';
import { count, plural, time } from '../ui/format';
import type { PageViews } from './api';
import { bucketLabel, rangeNames, zoomInto } from './buckets';
import { TrafficButton } from './traffic-button';
import type { Traffic } from './use-traffic';
import { useViewState } from './view-state';

const views = { key: 'views', label: 'Views' } as const;
const visitors = { key: 'visitors', label: 'Visitors' } as const;

interface ViewsChartProps {
  data: PageViews | undefined;
  /** True while `data` is still that of the range before. */
  isSwitching: boolean;
  traffic: Traffic;
}

export function ViewsChart({ data, isSwitching, traffic }: ViewsChartProps) {
  const [, set] = useViewState();
  const runningAt =
    data && data.series.find(({ at }) => at <= data.now && data.now < at + data.bucketMs)?.at;
  const zoom = (at: number) => {
    const target = data && zoomInto(at, data.bucketMs, data.now);
    if (target) void set(target);
  };
  const zooms = data !== undefined && data.bucketMs > 60_000;
  const perPath = data?.visitors === null;
  return (
    <TimeChartPanel
      id="views"
      title="Views and visitors"
      description={data && <Described data={data} />}
      summary={data ? summaryOf(data) : ''}
      points={data?.series}
      bars={[views]}
      lines={perPath ? [] : [visitors]}
      runningAt={runningAt}
      label={data && bucketLabel(data.bucketMs)}
      onZoom={zooms ? zoom : undefined}
      isSwitching={isSwitching}
      isEmpty={data?.views === 0}
      empty={
        <EmptyState title="No views in this range" action={<TrafficButton traffic={traffic} />}>
          Views arrive over HTTP from any site. Until the first does, a generator can play visitors.
        </EmptyState>
      }
    />
  );
}

function summaryOf({ views, visitors, series }: PageViews): string {
  const by = visitors === null ? '' : ` by ${plural(visitors, 'visitor')}`;
  return `${plural(views, 'view')}${by}, ${count(series.length)} buckets`;
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
