import type { ReactNode } from 'react';
import { Skeleton } from './skeleton';
import { Sparkline } from './sparkline';

interface StatProps {
  label: string;
  /** Undefined while it is being read. */
  value: ReactNode;
  /** How it was counted: "exact", "± 0.81 %". */
  note?: ReactNode;
  series?: readonly number[];
  seriesClass?: string;
}

/** One figure with its name, and how far it may be trusted. */
export function Stat({ label, value, note, series, seriesClass }: StatProps) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5 bg-surface p-3">
      <dt className="text-pretty text-xs text-ink-2">{label}</dt>
      <dd className="flex min-w-0 flex-1 flex-col">
        {value === undefined ? (
          <Skeleton className="my-0.5 h-7 w-20" />
        ) : (
          <span className="whitespace-nowrap text-2xl font-medium tracking-tight max-sm:text-xl">
            {value}
          </span>
        )}
        <span className="min-h-4 text-pretty text-2xs text-ink-3">{note}</span>
        {series !== undefined && (
          <span className="mt-auto pt-1.5">
            <Sparkline values={series} {...(seriesClass && { className: seriesClass })} />
          </span>
        )}
      </dd>
    </div>
  );
}

interface StatsProps {
  label: string;
  /** They fill whole rows of four, and of two. */
  children: ReactNode;
}

/** Figures side by side, parted by hairlines. */
export function Stats({ label, children }: StatsProps) {
  return (
    <dl
      aria-label={label}
      className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line lg:grid-cols-4"
    >
      {children}
    </dl>
  );
}
