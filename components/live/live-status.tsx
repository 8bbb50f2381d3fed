'use client';

import { useStore } from '../ui/store';
import { cn } from '../ui/cn';
import { duration } from '../ui/format';
import { useIdleStep } from './idle';
import { usePolls } from './live-provider';
import { pollEvery } from './pace';
import { chosenInterval, paused } from './settings';

/** In words and a mark: live and how fast, slowed down and why, paused, off, or failing. */
export function LiveStatus() {
  const interval = chosenInterval.use();
  const held = useStore(paused);
  const idleStep = useIdleStep();
  const failing = usePolls().some((poll) => poll.problem);
  const every = duration(pollEvery(interval, idleStep));
  const slowed = interval === 'auto' && idleStep > 0;

  const [mark, text] = held
    ? ['border border-control', 'Paused']
    : interval === 'off'
      ? ['border border-control', 'Off: refresh by hand']
      : failing
        ? ['bg-bad', 'Failing']
        : slowed
          ? ['bg-warn', `Slowed to every ${every} while nobody touches this page`]
          : ['bg-good', `Live, every ${every}`];

  return (
    <span className="flex items-center gap-1.5 text-ink-2">
      <span aria-hidden className={cn('size-1.5 shrink-0 rounded-full', mark)} />
      {text}
    </span>
  );
}
