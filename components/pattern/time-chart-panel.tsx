'use client';

import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { ChartPanel } from '../ui/chart-panel';
import { cn } from '../ui/cn';
import type { Column } from '../ui/data-table';
import { time } from '../ui/format';
import { Skeleton } from '../ui/skeleton';
import type { TimeChartProps } from '../ui/time-chart';
import type { TimePoint, TimeSeries } from '../ui/time-series';

// The first paint has no figures yet, so the code that draws them may come after it.
const TimeChart = dynamic(() => import('../ui/time-chart').then((m) => m.TimeChart), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

interface TimeChartPanelProps<Point extends TimePoint> extends Pick<
  TimeChartProps,
  'summary' | 'scale' | 'runningAt' | 'onZoom'
> {
  /** The anchor of the panel, and the name of its exports. */
  id: string;
  title: string;
  description?: ReactNode;
  /** Undefined while they are being read. At most 300, without gaps. */
  points: readonly Point[] | undefined;
  bars?: readonly SeriesOf<Point>[];
  lines?: readonly SeriesOf<Point>[];
  /** In the table and the exports, and not drawn. */
  undrawn?: readonly SeriesOf<Point>[];
  isEmpty: boolean;
  /** What stands in the chart's place while it is empty: an `EmptyState`. */
  empty: ReactNode;
  /** True while the points are still those of the range before. */
  isSwitching?: boolean;
  /** Names a bucket; by the reader's clock where it is not given: "14:05". */
  label?(at: number): string;
  /** Acts on the chart, before the buttons that every chart has. */
  actions?: ReactNode;
  /** In pixels. */
  height?: number;
}

/** A series by the name of one of the points' own figures; without a colour it has that of its place. */
type SeriesOf<Point> = Omit<TimeSeries<Exclude<keyof Point & string, 'at'>>, 'color'> & {
  color?: string;
};

/** A chart over time in its panel: loading, empty, changing its range, as a table, exported. */
export function TimeChartPanel<Point extends TimePoint>({
  id,
  title,
  description,
  points,
  bars = [],
  lines = [],
  undrawn = [],
  isEmpty,
  empty,
  isSwitching = false,
  label = (at) => time(at, 'minute'),
  actions,
  height = 252,
  ...chart
}: TimeChartPanelProps<Point>) {
  return (
    <ChartPanel
      id={id}
      title={title}
      description={description}
      columns={columnsOf<Point>([...bars, ...lines, ...undrawn], chart.scale?.format)}
      rows={points ?? []}
      rowKey={(point) => String(point.at)}
      actions={actions}
      height={height}
    >
      {points === undefined ? (
        <Skeleton className="h-full" />
      ) : isEmpty ? (
        empty
      ) : (
        <div className={cn('h-full transition-opacity', isSwitching && 'opacity-40')}>
          <TimeChart
            {...chart}
            data={points}
            bars={coloured(bars, 0)}
            lines={coloured(lines, bars.length)}
            label={label}
          />
        </div>
      )}
    </ChartPanel>
  );
}

/** Blue, orange and grey stay apart under every common colour-vision deficiency. */
const colors = ['var(--series-1)', 'var(--series-2)', 'var(--ink-3)'];

function coloured(
  series: readonly { key: string; label: string; color?: string }[],
  before: number,
): TimeSeries[] {
  return series.map(({ color, ...one }, index) => ({
    ...one,
    color: color ?? colors[(before + index) % colors.length]!,
  }));
}

function columnsOf<Point extends TimePoint>(
  series: readonly SeriesOf<Point>[],
  format?: (value: number) => string,
): Column<Point>[] {
  return [
    {
      key: 'at',
      title: 'From',
      value: (point) => new Date(point.at).toISOString(),
      cell: (point) => time(point.at, 'moment'),
      wide: true,
    },
    ...series.map(({ key, label }): Column<Point> => {
      const value = (point: Point): number | string => point[key] ?? '';
      return {
        key,
        title: label,
        value,
        cell: (point) => {
          const figure = value(point);
          return format && typeof figure === 'number' ? format(figure) : figure;
        },
        numeric: true,
      };
    }),
  ];
}
