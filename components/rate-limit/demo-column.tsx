'use client';

import { useLive } from '../live/use-live';
import { cn } from '../ui/cn';
import { count, duration } from '../ui/format';
import { Meter } from '../ui/meter';
import { Skeleton } from '../ui/skeleton';
import { useNow } from '../ui/use-now';
import { readRateLimit, type Decision, type Demo } from './api';

interface DemoColumnProps {
  demo: Demo;
  caller: string | undefined;
  /** The decisions of the last burst so far. */
  burst: readonly Decision[] | undefined;
}

/** One algorithm: what is left, when it is whole again, and how it took the burst. */
export function DemoColumn({ demo, caller, burst = [] }: DemoColumnProps) {
  return (
    <section aria-label={demo.name} className="flex min-w-0 flex-col gap-2">
      <div>
        <h3 className="text-sm font-medium">{demo.name}</h3>
        <p className="text-2xs text-ink-3">{demo.trait}</p>
      </div>
      {caller === undefined ? (
        <Skeleton className="h-11" />
      ) : (
        <Left demo={demo} caller={caller} newest={burst.at(-1)} />
      )}
      <Strip name={demo.name} burst={burst} />
    </section>
  );
}

interface LeftProps {
  demo: Demo;
  caller: string;
  newest: Decision | undefined;
}

function Left({ demo, caller, newest }: LeftProps) {
  const now = useNow();
  const peeked = useLive(
    readRateLimit,
    { params: { policy: demo.policy, identifier: caller } },
    { label: `Left of ${demo.policy}`, whileIdle: false },
  );
  const isNewer = newest !== undefined && newest.resetAt > (peeked.data?.resetAt ?? 0);
  const state = isNewer ? newest : peeked.data;
  if (state === undefined) return <Skeleton className="h-11" />;
  const wait = state.resetAt - now;
  // Past that moment all of it is there again, whether it was read again or not.
  const left = now > 0 && wait <= 0 ? state.limit : state.remaining;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-baseline justify-between gap-2">
        <span className="text-lg font-medium">
          {count(left)}
          <span className="text-xs font-normal text-ink-3"> of {count(state.limit)} left</span>
        </span>
        <span className="text-xs text-ink-3">
          {wait > 0 && now > 0 ? `whole in ${duration(wait)}` : 'whole'}
        </span>
      </div>
      <Meter
        label={`Left of ${demo.name}`}
        value={left}
        max={state.limit}
        text={`${left} of ${state.limit}`}
        tone={left === 0 ? 'bad' : 'accent'}
      />
    </div>
  );
}

/** Each call of the burst as a mark: filled where it passed, hollow where it was refused. */
function Strip({ name, burst }: { name: string; burst: readonly Decision[] }) {
  const passed = burst.filter(({ allowed }) => allowed).length;
  return (
    <div className="flex flex-col gap-1">
      <div
        role="img"
        aria-label={`${name}: ${passed} allowed, ${burst.length - passed} refused`}
        className="flex min-h-4 flex-wrap gap-1"
      >
        {burst.map(({ allowed }, index) => (
          <span
            key={index}
            className={cn(
              'size-3 rounded-sm border',
              allowed ? 'border-series-1 bg-series-1' : 'hatched border-series-2 text-series-2',
            )}
          />
        ))}
      </div>
      <p className="min-h-4 text-2xs text-ink-3">
        {burst.length > 0 && `${passed} allowed, ${burst.length - passed} refused`}
      </p>
    </div>
  );
}
