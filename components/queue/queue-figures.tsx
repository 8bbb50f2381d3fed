'use client';

import { cn } from '../ui/cn';
import { count, duration } from '../ui/format';
import { Stat, Stats } from '../ui/stat';
import { useNow } from '../ui/use-now';
import type { QueueStats } from './api';
import { span } from './span';

interface QueueFiguresProps {
  data: QueueStats | undefined;
  isSwitching: boolean;
}

/** How many jobs are in which state, and how long they wait and take. */
export function QueueFigures({ data, isSwitching }: QueueFiguresProps) {
  const now = useNow();
  const series = data?.series ?? [];
  const wait = meanOf(series, 'claimed', 'waitMs');
  const work = meanOf(series, 'done', 'workMs');
  const next = data?.nextDueMs;
  return (
    <div className={cn('transition-opacity', isSwitching && 'opacity-40')}>
      <Stats label="Jobs by state">
        <Stat
          label="Waiting"
          value={data && count(data.waiting)}
          note={data?.paused ? 'paused: nobody may claim' : 'due, and claimed by nobody'}
        />
        <Stat label="Active" value={data && count(data.active)} note="claimed, under a lease" />
        <Stat label="Delayed" value={data && count(data.delayed)} note="till their time comes" />
        <Stat
          label="Dead"
          value={data && count(data.dead)}
          note={
            data && data.droppedDead > 0
              ? `${count(data.droppedDead)} more are forgotten`
              : 'their attempts are used up'
          }
        />
        <Stat
          label="Done"
          value={data && count(data.done)}
          note="of those that are kept"
          series={series.map(({ done }) => done)}
        />
        <Stat
          label="Time to be claimed"
          value={data && (wait === undefined ? '–' : span(wait))}
          note="mean of 30 minutes, from due"
        />
        <Stat
          label="Time to be done"
          value={data && (work === undefined ? '–' : span(work))}
          note="mean of 30 minutes, from claimed"
        />
        <Stat
          label="Next due"
          value={
            data &&
            (next === null || next === undefined
              ? '–'
              : now === 0
                ? '…'
                : `in ${duration(Math.max(0, data.now + next - now))}`)
          }
          note="the end of a delay or a lease"
        />
      </Stats>
    </div>
  );
}

type Point = QueueStats['series'][number];

/** The mean over all minutes, each weighed by how many it is the mean of. */
function meanOf(
  series: readonly Point[],
  weight: 'claimed' | 'done',
  key: 'waitMs' | 'workMs',
): number | undefined {
  const total = series.reduce((sum, point) => sum + point[weight], 0);
  if (total === 0) return undefined;
  return series.reduce((sum, point) => sum + (point[key] ?? 0) * point[weight], 0) / total;
}
