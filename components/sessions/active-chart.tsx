'use client';

import { EmptyState } from '../pattern/empty-state';
import { TimeChartPanel } from '../pattern/time-chart-panel';
import { plural } from '../ui/format';
import type { Active } from './api';

interface ActiveChartProps {
  data: Active | undefined;
  /** True while `data` is still that of the range before. */
  isSwitching: boolean;
}

/** How many sessions there were at the end of each bucket. */
export function ActiveChart({ data, isSwitching }: ActiveChartProps) {
  const none = data?.series.every(({ active, begun, ended }) => active + begun + ended === 0);
  return (
    <TimeChartPanel
      id="active"
      title="Active sessions"
      description={
        data && (data.range === '1h' ? 'last hour, by minute' : 'last 24 hours, by hour')
      }
      summary={data ? `${plural(data.active, 'active session')} now` : ''}
      points={data?.series}
      bars={[{ key: 'active', label: 'Active' }]}
      lines={[{ key: 'begun', label: 'Begun' }]}
      undrawn={[{ key: 'ended', label: 'Ended' }]}
      runningAt={data?.series.at(-1)?.at}
      height={220}
      isSwitching={isSwitching}
      isEmpty={none === true}
      empty={
        <EmptyState title="No sessions in this range">
          The count of all users appears here with the first sign-in.
        </EmptyState>
      }
    />
  );
}
