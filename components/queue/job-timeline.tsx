import { cn } from '../ui/cn';
import { time } from '../ui/format';
import type { Job } from './api';
import { span } from './span';

type Event = Job['timeline'][number];

const marks: Partial<Record<Event['event'], string>> = {
  done: 'bg-good',
  failed: 'bg-bad',
  lost: 'bg-bad',
  dead: 'bg-bad',
  claimed: 'bg-accent',
};

/** What happened to a job, with the time from one event to the next. */
export function JobTimeline({ timeline }: { timeline: readonly Event[] }) {
  return (
    <section aria-label="Timeline" className="flex min-w-0 flex-col gap-1">
      <h3 className="text-xs font-medium text-ink-2">Timeline</h3>
      <ol
        className="max-h-56 min-h-16 overflow-y-auto rounded border p-2"
        tabIndex={0}
        aria-label="Events"
      >
        {timeline.map(({ at, event, detail }, index) => (
          <li key={index} className="flex min-w-0 items-baseline gap-2 py-0.5 text-xs">
            <span
              aria-hidden
              className={cn(
                'size-1.5 shrink-0 self-center rounded-full',
                marks[event] ?? 'bg-control',
              )}
            />
            <span className="min-w-0 flex-1 break-words">
              <span className="font-medium">{event}</span>{' '}
              {detail !== undefined && (
                <span className="text-ink-2">
                  {event === 'claimed' || event === 'lost' ? `by ${detail}` : detail}
                </span>
              )}
            </span>
            <span className="shrink-0 text-ink-3" title={time(at, 'second')}>
              {index === 0 ? time(at, 'second') : `+ ${span(at - timeline[index - 1]!.at)}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
