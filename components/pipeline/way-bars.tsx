import { cn } from '../ui/cn';
import { bytes, count, milliseconds } from '../ui/format';
import type { WayResult } from './api';
import { wayTexts } from './ways';

interface Metric {
  title: string;
  of(way: WayResult): number;
  format(value: number): string;
}

const metrics: Metric[] = [
  { title: 'Round trips', of: (way) => way.roundTrips, format: count },
  { title: 'Time', of: (way) => way.ms, format: milliseconds },
  { title: 'Commands billed', of: (way) => way.commands, format: count },
  {
    title: 'Bytes, both directions',
    of: (way) => way.sentBytes + way.receivedBytes,
    format: bytes,
  },
];

/** Each figure on a scale of its own, from zero: they differ by orders of magnitude. */
export function WayBars({ ways }: { ways: readonly WayResult[] }) {
  return (
    <div className="grid min-w-0 gap-x-6 gap-y-4 pt-3 sm:grid-cols-2 xl:grid-cols-4">
      {metrics.map(({ title, of, format }) => {
        const most = Math.max(...ways.map(of));
        return (
          <figure key={title} className="min-w-0">
            <figcaption className="pb-1 text-xs font-medium">{title}</figcaption>
            <dl className="flex flex-col gap-1">
              {ways.map((way) => (
                <div key={way.way} className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-center">
                  <dt className="truncate text-2xs text-ink-2">{wayTexts[way.way].name}</dt>
                  <dd className="flex min-w-0 items-center gap-1.5">
                    <span
                      aria-hidden
                      className={cn(
                        'h-3 min-w-px rounded-sm',
                        way.way === 'one-by-one' ? 'bg-series-2' : 'bg-series-1',
                      )}
                      // What the label beside the longest bar needs is kept free.
                      style={{ width: `calc((100% - 4rem) * ${most > 0 ? of(way) / most : 0})` }}
                    />
                    <span className="whitespace-nowrap text-2xs font-medium">
                      {format(of(way))}
                    </span>
                  </dd>
                </div>
              ))}
            </dl>
          </figure>
        );
      })}
    </div>
  );
}
