'use client';

import { EmptyState } from '../pattern/empty-state';
import { TimeChartPanel } from '../pattern/time-chart-panel';
import { count, plural } from '../ui/format';
import type { Status } from './api';

interface StatusChartProps {
  data: Status | undefined;
  isSwitching: boolean;
}

export function StatusChart({ data, isSwitching }: StatusChartProps) {
  return (
    <TimeChartPanel
      id="decisions"
      title="Allowed and refused"
      description={data && (data.range === '1h' ? 'last hour, by minute' : 'last day, by hour')}
      summary={
        data ? `${plural(data.allowed, 'check')} allowed, ${count(data.refused)} refused` : ''
      }
      points={data?.series}
      bars={[
        { key: 'allowed', label: 'Allowed' },
        { key: 'refused', label: 'Refused' },
      ]}
      runningAt={data?.series.at(-1)?.at}
      isSwitching={isSwitching}
      isEmpty={data?.allowed === 0 && data.refused === 0}
      empty={
        <EmptyState title="No checks in this range">
          Each guarded call of this API is one. Send a burst above to see some.
        </EmptyState>
      }
    />
  );
}
