'use client';

import { Pause, Play, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useShortcut } from '../shell/shortcuts';
import { useStore } from '../ui/store';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { Select } from '../ui/select';
import { announce } from './announcer';
import { LiveFacts } from './live-facts';
import { LiveStatus } from './live-status';
import { usePolls } from './live-provider';
import { intervals, type Interval } from './pace';
import { chosenInterval, paused } from './settings';

const names: Record<Interval, string> = {
  auto: 'Auto',
  '2000': '2 s',
  '5000': '5 s',
  '10000': '10 s',
  '30000': '30 s',
  off: 'Off',
};

const options = intervals.map((value) => ({ value, label: names[value] }));

/** The controls of all polls of a page, and what they cost. `children` are the page's own: its range. */
export function LiveBar({ children }: { children?: ReactNode }) {
  const polls = usePolls();
  const interval = chosenInterval.use();
  const held = useStore(paused);
  const refreshing = polls.some((poll) => poll.refreshing);

  const toggle = () => {
    paused.update((now) => !now);
    announce(paused.get() ? 'Live updates are paused' : 'Live updates go on');
  };
  const refresh = () => polls.forEach((poll) => poll.refresh());
  useShortcut('p', toggle);
  useShortcut('r', refresh);

  return (
    <div
      role="group"
      aria-label="Live updates"
      className="sticky top-0 z-20 -mx-4 flex flex-wrap items-center gap-x-3 gap-y-2 border-y bg-canvas px-4 py-2 sm:-mx-6 sm:px-6"
    >
      <div className="flex items-center gap-1.5">
        <Button onClick={toggle} aria-label={held ? 'Resume' : 'Pause'}>
          {held ? <Play aria-hidden /> : <Pause aria-hidden />}
          <span className="max-sm:sr-only">{held ? 'Resume' : 'Pause'}</span>
        </Button>
        <Button onClick={refresh} aria-label="Refresh now">
          <RefreshCw aria-hidden className={cn(refreshing && 'animate-spin')} />
          <span className="max-sm:sr-only">Refresh</span>
        </Button>
        <Select label="Interval" value={interval} options={options} onChange={chosenInterval.set} />
      </div>
      {children}
      <div className="flex min-h-6 min-w-0 flex-1 flex-wrap items-center justify-end gap-x-3 gap-y-0.5 text-xs text-ink-3 max-sm:basis-full max-sm:justify-between">
        <LiveStatus />
        <LiveFacts polls={polls} />
      </div>
    </div>
  );
}
