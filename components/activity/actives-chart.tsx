'use client';

import { EmptyState } from '../pattern/empty-state';
import { TimeChartPanel } from '../pattern/time-chart-panel';
import { plural, time } from '../ui/format';
import type { Actives } from './api';

const spans = {
  '30d': { unit: 'day', text: 'each day of the last 30, UTC' },
  '12w': { unit: 'week', text: 'each of the last 12 weeks, a user once a week' },
  '12m': { unit: 'month', text: 'each of the last 12 months, a user once a month' },
} as const;

const month = new Intl.DateTimeFormat('en-GB', {
  month: 'short',
  year: '2-digit',
  timeZone: 'UTC',
});

interface ActivesChartProps {
  data: Actives | undefined;
  range: keyof typeof spans;
  isSwitching: boolean;
}

/** Users who were active, by day, week or month. */
export function ActivesChart({ data, range, isSwitching }: ActivesChartProps) {
  const { unit, text } = spans[range];
  const running = data?.series.at(-1);
  return (
    <TimeChartPanel
      id="actives"
      title="Active users"
      description={text}
      summary={running ? `${plural(running.users, 'user')} in the ${unit} that runs` : ''}
      points={data?.series}
      bars={[{ key: 'users', label: 'Users' }]}
      {...(running && { runningAt: running.at })}
      label={(at) => (range === '12m' ? month.format(at) : time(at, 'day'))}
      isSwitching={isSwitching}
      isEmpty={data?.series.every(({ users }) => users === 0) === true}
      empty={
        <EmptyState title="Nobody was active in this range">
          Sign in and do something: a page view, a job, a message. It counts at once.
        </EmptyState>
      }
    />
  );
}
