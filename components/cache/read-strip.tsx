import { cn } from '../ui/cn';
import { looks } from './why';
import type { Read } from './use-reads';

const shown = 40;

const colours = {
  good: 'border-good bg-good-soft text-good',
  warn: 'border-warn bg-warn-soft text-warn',
  bad: 'border-bad bg-bad-soft text-bad',
  accent: 'border-accent bg-accent-soft text-accent',
  plain: 'border-line-strong bg-hover text-ink-2',
};

/** The reads of this page in their order, a mark each: stale-while-revalidate is an S between two rows of H. */
export function ReadStrip({ reads }: { reads: readonly Read[] }) {
  const last = reads.slice(-shown);
  const told = last.map(({ cache }) => (cache ? looks[cache.status].label : 'failed'));
  const statuses = [...new Set(last.flatMap(({ cache }) => cache?.status ?? []))];
  return (
    <div className="flex min-h-14 flex-col gap-1 py-3">
      <div
        role="img"
        aria-label={told.length > 0 ? `Reads: ${told.join(', ')}` : 'No reads yet'}
        className="flex min-h-4 flex-wrap gap-0.5"
      >
        {last.map(({ number, cache }) => {
          const { letter, tone } = cache
            ? looks[cache.status]
            : ({ letter: '!', tone: 'bad' } as const);
          return (
            <span
              key={number}
              className={cn(
                'flex size-4 items-center justify-center rounded-sm border text-[10px] font-medium leading-none',
                colours[tone],
              )}
            >
              {letter}
            </span>
          );
        })}
      </div>
      <p className="min-h-4 text-2xs text-ink-3">
        {statuses.map((status) => `${looks[status].letter} ${looks[status].label}`).join(' · ')}
      </p>
    </div>
  );
}
