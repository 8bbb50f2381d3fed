'use client';

import { EmptyState } from '../pattern/empty-state';
import { TimeChartPanel } from '../pattern/time-chart-panel';
import { milliseconds } from '../ui/format';
import { span, type CacheChartProps } from './hit-ratio-chart';

/** What a read takes in the server where it hits, and where it must load. */
export function LatencyChart({ data, isSwitching }: Omit<CacheChartProps, 'hint'>) {
  return (
    <TimeChartPanel
      id="latency"
      title="Time of a read, median"
      description={data && span(data)}
      summary={
        typeof data?.hitP50Ms === 'number' && typeof data.missP50Ms === 'number'
          ? `A hit takes ${milliseconds(data.hitP50Ms)}, a miss ${milliseconds(data.missP50Ms)}`
          : ''
      }
      points={data?.series}
      lines={[
        { key: 'missP50Ms', label: 'Miss' },
        { key: 'hitP50Ms', label: 'Hit' },
      ]}
      undrawn={[
        { key: 'missP95Ms', label: 'Miss, 95 %' },
        { key: 'hitP95Ms', label: 'Hit, 95 %' },
      ]}
      scale={{ format: milliseconds }}
      isSwitching={isSwitching}
      isEmpty={data?.hitP50Ms === null && data.missP50Ms === null}
      empty={
        <EmptyState title="Nothing was timed in this range">
          A read is timed where its value comes from the cache, and where it is loaded.
        </EmptyState>
      }
    />
  );
}
