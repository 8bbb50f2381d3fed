'use client';

import type { Poll } from '../live/live-provider';
import { pollsWithin, type Interval } from '../live/pace';
import { count, percent, plural } from '../ui/format';
import { Meter } from '../ui/meter';
import { freeCommands } from './costs';

const hour = 3_600_000;
const month = 30 * 24 * hour;

interface OpenTabCostProps {
  polls: readonly Poll[];
  interval: Interval;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Commands that the page's polls come to over a time, from what each has been measured to cost. */
function commandsWithin(ms: number, polls: readonly Poll[], interval: Interval): number {
  return polls.reduce(
    (sum, poll) => sum + mean(poll.commands) * pollsWithin(ms, interval, poll.whileIdle),
    0,
  );
}

/** What a tab with this page costs, in view and left alone, at the interval of the live bar. */
export function OpenTabCost({ polls, interval }: OpenTabCostProps) {
  const measured = polls.filter((poll) => poll.polls && poll.commands.length > 0);
  if (measured.length === 0)
    return (
      <p className="p-3 text-ink-2">
        What an open tab costs is shown here once its polls have been measured.
      </p>
    );
  const perMonth = commandsWithin(month, measured, interval);
  const rows = [
    [
      'A refresh',
      plural(Math.round(measured.reduce((sum, poll) => sum + mean(poll.commands), 0)), 'command'),
    ],
    ['The first hour', count(commandsWithin(hour, measured, interval))],
    ['A month', count(perMonth)],
  ];
  return (
    <div className="flex flex-col gap-3 p-3">
      <div>
        <h3 className="font-medium">This page, left open</h3>
        <p className="text-pretty text-xs text-ink-2">
          From the measured cost of the last{' '}
          {plural(Math.max(...measured.map((poll) => poll.commands.length)), 'poll')}, in view and
          untouched
          {interval === 'auto'
            ? ', slowing down by itself.'
            : interval === 'off'
              ? ', with polling off.'
              : `, every ${Number(interval) / 1_000} s.`}{' '}
          A hidden tab costs nothing.
        </p>
      </div>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name} className="flex justify-between border-b py-1 last:border-0">
            <dt className="text-ink-2">{name}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-col gap-1.5">
        <Meter
          label="Share of a free plan"
          value={perMonth}
          max={freeCommands}
          text={percent(perMonth / freeCommands)}
          tone={perMonth > freeCommands ? 'bad' : perMonth > freeCommands / 10 ? 'warn' : 'accent'}
        />
        <p className="text-xs text-ink-2">
          {percent(perMonth / freeCommands)} of a free plan of {count(freeCommands)} commands a
          month
        </p>
      </div>
    </div>
  );
}
