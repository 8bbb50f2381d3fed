'use client';

import {
  Bar,
  BarChart,
  CartesianGrid,
  Rectangle,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type BarShapeProps,
  type TooltipContentProps,
} from 'recharts';
import { count, plural } from '../ui/format';
import type { Distribution } from './api';

type Step = Distribution['steps'][number];

const axis = {
  tick: { fill: 'var(--ink-3)', fontSize: 11 },
  tickLine: false,
  axisLine: false,
} as const;

interface DistributionChartProps {
  steps: readonly Step[];
  score: number | undefined;
}

/** Members by step of points; the step of one's own score in the second colour, and named. */
export function DistributionChart({ steps, score }: DistributionChartProps) {
  const isOwn = ({ from, to }: Step) => score !== undefined && from <= score && score <= to;
  const own = steps.find(isOwn);
  const most = steps.reduce((best, step) => (step.members > best.members ? step : best));
  const summary = `Most members, ${most.members}, have ${count(most.from)} to ${count(most.to)} points`;
  return (
    <div className="flex h-full flex-col gap-1" onMouseDown={(event) => event.preventDefault()}>
      <ul aria-label="Legend" className="flex min-h-5 flex-wrap gap-x-4 text-xs text-ink-2">
        <Entry color="var(--series-1)" name="Members" />
        {own && (
          <Entry
            color="var(--series-2)"
            name={`Your step, ${count(own.from)} to ${count(own.to)}`}
          />
        )}
      </ul>
      <div className="min-h-0 flex-1">
        <ResponsiveContainer
          width="100%"
          height="100%"
          initialDimension={{ width: 520, height: 200 }}
        >
          <BarChart
            data={steps as Step[]}
            margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
            barCategoryGap="12%"
            title={summary}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="from"
              tickFormatter={count}
              minTickGap={16}
              tickMargin={6}
              height={24}
              {...axis}
            />
            <YAxis
              width={36}
              domain={[0, 'auto']}
              allowDecimals={false}
              tickCount={5}
              tickFormatter={count}
              {...axis}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--ink)', fillOpacity: 0.05 }}
              content={Tip}
            />
            <Bar
              dataKey="members"
              isAnimationActive={false}
              maxBarSize={56}
              shape={(props: BarShapeProps) => (
                <Rectangle
                  {...props}
                  radius={[2, 2, 0, 0]}
                  fill={isOwn(props.payload as Step) ? 'var(--series-2)' : 'var(--series-1)'}
                />
              )}
            />
          </BarChart>
        </ResponsiveContainer>
      </div>
    </div>
  );
}

function Entry({ color, name }: { color: string; name: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <span aria-hidden className="size-2.5 rounded-[2px]" style={{ background: color }} />
      {name}
    </li>
  );
}

function Tip({ active, payload }: TooltipContentProps) {
  const step = payload?.[0]?.payload as Step | undefined;
  if (!active || !step) return null;
  return (
    <div className="rounded border border-line-strong bg-raised px-2.5 py-1.5 text-xs shadow-lg shadow-ink/5">
      <p className="text-ink-2">
        {count(step.from)} to {count(step.to)} points
      </p>
      <p className="font-medium">{plural(step.members, 'member')}</p>
    </div>
  );
}
