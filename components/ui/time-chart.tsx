'use client';

import { useCallback, useEffect, useId, useRef } from 'react';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  Rectangle,
  ResponsiveContainer,
  Tooltip,
  useActiveTooltipLabel,
  XAxis,
  YAxis,
  type BarShapeProps,
} from 'recharts';
import { cn } from './cn';
import { count } from './format';
import { LonePoint } from './time-chart-dot';
import { TimeChartLegend } from './time-chart-legend';
import { TimeChartTip } from './time-chart-tip';
import {
  isTopOfStack,
  lineDashes,
  type TimePoint,
  type TimeScale,
  type TimeSeries,
} from './time-series';

export interface TimeChartProps {
  /** What the chart tells, in a sentence, for who does not see it. */
  summary: string;
  /** At most 300 points, without gaps. */
  data: readonly TimePoint[];
  /** Stacked, the first at the bottom. */
  bars?: readonly TimeSeries[];
  lines?: readonly TimeSeries[];
  /** How figures are read; whole counts where it is not given. */
  scale?: TimeScale | undefined;
  /** The start of the bucket that is still filling. */
  runningAt?: number | undefined;
  /** Names a bucket: "14:05". */
  label(at: number): string;
  /** A bar was clicked, or Enter pressed on it. */
  onZoom?: ((at: number) => void) | undefined;
}

const axis = {
  tick: { fill: 'var(--ink-3)', fontSize: 11 },
  tickLine: false,
  axisLine: false,
} as const;

/** Figures by time: stacked bars, lines over them, and the bucket that is still filling hatched. */
export function TimeChart({
  summary,
  data,
  bars = [],
  lines = [],
  scale,
  runningAt,
  label,
  onZoom,
}: TimeChartProps) {
  const hatch = useId();
  const active = useRef<number>(undefined);
  const setActive = useCallback((at: number | undefined) => {
    active.current = at;
  }, []);
  const zoom = () => {
    if (active.current !== undefined) onZoom?.(active.current);
  };
  const format = scale?.format ?? count;
  return (
    <div
      className={cn('flex h-full flex-col gap-1', onZoom && '[&_svg]:cursor-pointer')}
      onKeyDown={(event) => event.key === 'Enter' && zoom()}
      // A click would focus the chart, whose keyboard cursor begins at the first bar: not the one that was clicked.
      onMouseDown={(event) => event.preventDefault()}
    >
      <TimeChartLegend bars={bars} lines={lines} running={runningAt !== undefined} />
      <div className="min-h-0 flex-1">
        <ResponsiveContainer
          width="100%"
          height="100%"
          initialDimension={{ width: 720, height: 220 }}
        >
          <ComposedChart
            data={data as TimePoint[]}
            margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
            barCategoryGap="18%"
            onClick={zoom}
            title={summary}
          >
            <defs>
              {bars.map(({ key, color }) => (
                <pattern
                  key={key}
                  id={`${hatch}-${key}`}
                  width="4"
                  height="4"
                  patternUnits="userSpaceOnUse"
                  patternTransform="rotate(45)"
                >
                  <rect width="4" height="4" fill={color} opacity="0.2" />
                  <rect width="1.5" height="4" fill={color} />
                </pattern>
              ))}
            </defs>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="at"
              tickFormatter={label}
              minTickGap={28}
              tickMargin={6}
              height={24}
              {...axis}
            />
            <YAxis
              width={scale ? 52 : 36}
              domain={[0, scale?.max ?? 'auto']}
              allowDecimals={scale !== undefined}
              tickCount={5}
              tickFormatter={format}
              {...axis}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--ink)', fillOpacity: 0.05, stroke: 'var(--line-strong)' }}
              content={
                <TimeChartTip
                  nameOf={label}
                  series={[...bars, ...lines]}
                  format={format}
                  runningAt={runningAt}
                  zooms={onZoom !== undefined}
                />
              }
            />
            {bars.map(({ key, label: name, color }, index) => (
              <Bar
                key={key}
                dataKey={key}
                name={name}
                stackId="bars"
                fill={color}
                isAnimationActive={false}
                maxBarSize={28}
                // The chart's own click knows the column under the pointer only once a move has been seen.
                onClick={({ payload }) => onZoom?.((payload as TimePoint).at)}
                shape={(props: BarShapeProps) => {
                  const point = props.payload as TimePoint;
                  return (
                    <Rectangle
                      {...props}
                      radius={isTopOfStack(point, bars, index) ? [2, 2, 0, 0] : 0}
                      fill={point.at === runningAt ? `url(#${hatch}-${key})` : color}
                    />
                  );
                }}
              />
            ))}
            {lines.map(({ key, label: name, color }, index) => (
              <Line
                key={key}
                dataKey={key}
                name={name}
                stroke={color}
                strokeWidth={1.75}
                strokeDasharray={lineDashes[index % lineDashes.length]}
                dot={<LonePoint data={data} of={key} />}
                activeDot={{ r: 3, strokeWidth: 0 }}
                isAnimationActive={false}
              />
            ))}
            <ActiveBucket onChange={setActive} />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </div>
  );
}

/** Tells the chart's keyboard and pointer handlers which bucket the tooltip is on. */
function ActiveBucket({ onChange }: { onChange(at: number | undefined): void }) {
  const label = useActiveTooltipLabel();
  useEffect(() => {
    onChange(typeof label === 'number' ? label : undefined);
  }, [label, onChange]);
  return null;
}
