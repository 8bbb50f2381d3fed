'use client';

import { EmptyState } from '../pattern/empty-state';
import { TimeChartPanel } from '../pattern/time-chart-panel';
import { count } from '../ui/format';
import type { QueueStats } from './api';
import { span } from './span';

interface QueueChartProps {
  data: QueueStats | undefined;
  isSwitching: boolean;
}

/** What became of attempts, by minute. */
export function ThroughputChart({ data, isSwitching }: QueueChartProps) {
  const sum = (key: 'added' | 'done' | 'failed' | 'lost') =>
    data?.series.reduce((total, point) => total + point[key], 0) ?? 0;
  const [done, failed, lost] = [sum('done'), sum('failed'), sum('lost')];
  return (
    <TimeChartPanel
      id="throughput"
      title="Throughput"
      description="attempts that ended, by minute"
      summary={`${count(done)} done, ${count(failed)} failed and ${count(lost)} lost in 30 minutes`}
      points={data?.series}
      bars={[
        { key: 'done', label: 'Done' },
        { key: 'failed', label: 'Failed' },
        { key: 'lost', label: 'Lease ran out' },
      ]}
      undrawn={[
        { key: 'added', label: 'Added' },
        { key: 'claimed', label: 'Claimed' },
        { key: 'dead', label: 'Dead' },
      ]}
      runningAt={data?.series.at(-1)?.at}
      isSwitching={isSwitching}
      isEmpty={done + failed + lost === 0}
      height={220}
      empty={
        <EmptyState title="No attempt ended in the last 30 minutes">
          Add some jobs below, and let them be worked on.
        </EmptyState>
      }
    />
  );
}

/** How long jobs wait and take, by minute. */
export function LatencyChart({ data, isSwitching }: QueueChartProps) {
  const none = data?.series.every(({ waitMs, workMs }) => waitMs === null && workMs === null);
  return (
    <TimeChartPanel
      id="latency"
      title="Latency"
      description="means, by minute"
      summary="How long jobs waited for a worker, and how long they took"
      points={data?.series}
      lines={[
        { key: 'waitMs', label: 'Due to claimed' },
        { key: 'workMs', label: 'Claimed to done' },
      ]}
      scale={{ format: span }}
      isSwitching={isSwitching}
      isEmpty={none ?? false}
      height={220}
      empty={
        <EmptyState title="No job was claimed in the last 30 minutes">
          A minute in which none was has no figure, and no line.
        </EmptyState>
      }
    />
  );
}
