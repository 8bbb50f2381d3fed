'use client';

import { Minus, Plus } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { EmptyState } from '../pattern/empty-state';
import { TimeChartPanel } from '../pattern/time-chart-panel';
import { count } from '../ui/format';
import { IconButton } from '../ui/icon-button';
import { Select } from '../ui/select';
import { changeCounter, type Counter } from './api';

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
    <TimeChartPanel
      id="rates"
      title="Changes by minute"
      description={counter && `${counter.name} stands at ${count(counter.value)}`}
      summary={counter ? summaryOf(counter) : ''}
      points={counter?.series}
      bars={[{ key: 'added', label: 'Added' }]}
      lines={[{ key: 'taken', label: 'Taken' }]}
      runningAt={runningAt}
      height={232}
      isEmpty={counter !== undefined && sum(counter, 'added') + sum(counter, 'taken') === 0}
      empty={
        <EmptyState title="No change in the last 30 minutes">
          Every change is counted in its minute, by the clock of Redis. Add 1, open a tab, or start
          a rush.
        </EmptyState>
      }
      actions={
        counter && (
          <>
            <Select
              label="Counter"
              value={counter.name}
              options={(counters ?? []).map(({ name }) => ({ value: name, label: name }))}
              onChange={(name) => void choose(name)}
            />
            <NeedsSignIn inTitle>
              <IconButton label={`Take 1 from ${counter.name}`} onClick={() => void change(-1)}>
                <Minus aria-hidden />
              </IconButton>
              <IconButton label={`Add 1 to ${counter.name}`} onClick={() => void change(1)}>
                <Plus aria-hidden />
              </IconButton>
            </NeedsSignIn>
          </>
        )
      }
    />
  );
}

function summaryOf(counter: Counter): string {
  const [added, taken] = [sum(counter, 'added'), sum(counter, 'taken')].map(count);
  return `${counter.name}: ${added} added and ${taken} taken in 30 minutes`;
}
