'use client';

import type { TimePoint, TimeSeries } from './time-series';

interface TimeChartTipProps {
  /** Names a bucket. Not `label`: the chart passes its own under that name. */
  nameOf(at: number): string;
  series: readonly TimeSeries[];
  format(value: number): string;
  runningAt: number | undefined;
  zooms: boolean;
  /** These two come from the chart. */
  active?: boolean;
  payload?: readonly { payload?: TimePoint }[];
}

export function TimeChartTip({
  nameOf,
  series,
  format,
  runningAt,
  zooms,
  active,
  payload,
}: TimeChartTipProps) {
  const point = payload?.[0]?.payload;
  if (!active || point === undefined) return null;
  return (
    <div className="min-w-32 rounded border border-line-strong bg-raised px-2.5 py-2 text-xs shadow-lg shadow-ink/5">
      <p className="pb-1 font-medium">{nameOf(point.at)}</p>
      {series.map(({ key, label, color }) => (
        <p key={key} className="flex items-center gap-2">
          <span aria-hidden className="size-2 rounded-[2px]" style={{ background: color }} />
          <span className="flex-1 text-ink-2">{label}</span>
          <span className="pl-3 font-medium">{figureOf(point[key], format)}</span>
        </p>
      ))}
      {(point.at === runningAt || zooms) && (
        <p className="pt-1 text-2xs text-ink-3">
          {point.at === runningAt ? 'Still counting' : 'Click or Enter to zoom in'}
        </p>
      )}
    </div>
  );
}

function figureOf(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value);
}
