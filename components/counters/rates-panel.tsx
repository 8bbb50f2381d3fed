'use client';

import { Minus, Plus } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { EmptyState } from '../pattern/empty-state';
import { useAction } from '../live/use-action';
import { ChartPanel } from '../ui/chart-panel';
import type { Column } from '../ui/data-table';
import { count, time } from '../ui/format';
import { IconButton } from '../ui/icon-button';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { TimeChart } from '../ui/time-chart';
import { changeCounter, type Counter } from './api';

type Point = Counter['series'][number];

const bars = { key: 'added', label: 'Added', color: 'var(--series-1)' };
const line = { key: 'taken', label: 'Taken', color: 'var(--series-2)' };
const minuteOf = (at: number) => time(at, 'minute');
const columns: Column<Point>[] = [
  {
    key: 'at',
    title: 'From',
    value: (point) => new Date(point.at).toISOString(),
    cell: (point) => time(point.at, 'moment'),
    wide: true,
  },
  { key: 'added', title: 'Added', value: (point) => point.added, numeric: true },
  { key: 'taken', title: 'Taken', value: (point) => point.taken, numeric: true },
];
const sum = (counter: Counter, key: 'added' | 'taken') =>
  counter.series.reduce((total, point) => total + point[key], 0);

interface RatesPanelProps {
  counters: readonly Counter[] | undefined;
  now: number | undefined;
  onChange(): void;
}

/** What was added to a counter and taken from it, by minute. */
export function RatesPanel({ counters, now, onChange }: RatesPanelProps) {
  const [chosen, choose] = useQueryState('counter', parseAsString);
  const act = useAction();
  const counter = counters?.find(({ name }) => name === chosen) ?? counters?.[0];
  const runningAt = now && counter?.series.find(({ at }) => at <= now && now < at + 60_000)?.at;

  async function change(by: number) {
    if (!counter) return;
    const { name } = counter;
    await act(
      changeCounter,
      { params: { name }, body: { by } },
      { label: `${by > 0 ? 'Add to' : 'Take from'} ${name}`, failed: 'The counter stands still' },
    );
    onChange();
  }

  return (
    <ChartPanel
      id="rates"
      title="Changes by minute"
      description={counter && `${counter.name} stands at ${count(counter.value)}`}
      columns={columns}
      rows={counter?.series ?? []}
      rowKey={(point) => String(point.at)}
      height={232}
      actions={
        counter && (
          <>
            <Select
              label="Counter"
              value={counter.name}
              options={(counters ?? []).map(({ name }) => ({ value: name, label: name }))}
              onChange={(name) => void choose(name)}
            />
            <IconButton label={`Take 1 from ${counter.name}`} onClick={() => void change(-1)}>
              <Minus aria-hidden />
            </IconButton>
            <IconButton label={`Add 1 to ${counter.name}`} onClick={() => void change(1)}>
              <Plus aria-hidden />
            </IconButton>
          </>
        )
      }
    >
      {counter === undefined ? (
        <Skeleton className="h-full" />
      ) : sum(counter, 'added') + sum(counter, 'taken') === 0 ? (
        <EmptyState title="No change in the last 30 minutes">
          Every change is counted in its minute, by the clock of Redis. Add 1, open a tab, or start
          a rush.
        </EmptyState>
      ) : (
        <TimeChart
          summary={`${counter.name}: ${count(sum(counter, 'added'))} added and ${count(sum(counter, 'taken'))} taken in 30 minutes`}
          data={counter.series}
          bars={bars}
          line={line}
          runningAt={runningAt}
          label={minuteOf}
        />
      )}
    </ChartPanel>
  );
}
