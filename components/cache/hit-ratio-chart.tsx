'use client';

import { EmptyState } from '../pattern/empty-state';
import { TimeChartPanel } from '../pattern/time-chart-panel';
import { percent } from '../ui/format';
import type { CacheStats } from './api';

export interface CacheChartProps {
  data: CacheStats | undefined;
  isSwitching: boolean;
  /** How a reader gets the first figures. */
  hint: string;
}

export const span = (data: CacheStats) =>
  data.range === '1h' ? 'last hour, by minute' : 'last day, by hour';

/** The share of reads that needed no load, over time. */
export function HitRatioChart({ data, isSwitching, hint }: CacheChartProps) {
  return (
    <TimeChartPanel
      id="hit-ratio"
      title="Hit ratio"
      description={data && span(data)}
      summary={
        typeof data?.hitRatio === 'number'
          ? `${percent(data.hitRatio)} of ${data.reads} reads were served from the cache`
          : ''
      }
      points={data?.series}
      lines={[{ key: 'hitRatio', label: 'Hit ratio' }]}
      scale={{ format: percent, max: 1 }}
      isSwitching={isSwitching}
      isEmpty={data?.reads === 0}
      empty={<EmptyState title="No reads in this range">{hint}</EmptyState>}
    />
  );
}
