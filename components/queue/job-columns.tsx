'use client';

import { Badge } from '../ui/badge';
import { cn } from '../ui/cn';
import type { Column } from '../ui/data-table';
import { duration, time } from '../ui/format';
import { useNow } from '../ui/use-now';
import type { JobSummary, State } from './api';

export const tones = {
  waiting: 'plain',
  active: 'accent',
  delayed: 'warn',
  done: 'good',
  dead: 'bad',
} as const satisfies Record<State, string>;

interface JobColumnsOptions {
  chosen: string | null;
  picked: ReadonlySet<string>;
  onChoose(id: string): void;
  onPick(id: string, on: boolean): void;
}

export function jobColumns(options: JobColumnsOptions): Column<JobSummary>[] {
  return [
    {
      key: 'id',
      title: 'Job',
      value: (job) => job.id,
      cell: (job) => <Name job={job} {...options} />,
      wide: true,
    },
    { key: 'name', title: 'Work', value: (job) => job.name },
    {
      key: 'priority',
      title: 'Priority',
      value: (job) => job.priority,
      numeric: true,
    },
    {
      key: 'attempt',
      title: 'Attempt',
      value: (job) => `${job.attempt} of ${job.attempts}`,
      numeric: true,
    },
    {
      key: 'at',
      title: 'When',
      value: (job) => new Date(momentOf(job)).toISOString(),
      cell: (job) => <When job={job} />,
    },
    {
      key: 'worker',
      title: 'Worker',
      value: (job) => job.worker ?? '',
      cell: (job) => (job.worker ? <span className="font-mono text-xs">{job.worker}</span> : '–'),
    },
    {
      key: 'error',
      title: 'Last error',
      value: (job) => job.error ?? '',
      cell: (job) => (
        <span className="line-clamp-2 max-w-72 break-words text-xs text-ink-2">
          {job.error ?? '–'}
        </span>
      ),
    },
  ];
}

type NameProps = JobColumnsOptions & { job: JobSummary };

function Name({ job: { id, name }, chosen, picked, onChoose, onPick }: NameProps) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <label className="grid size-6 shrink-0 cursor-pointer place-items-center">
        <input
          type="checkbox"
          aria-label={`Pick ${name} ${id}`}
          checked={picked.has(id)}
          onChange={(event) => onPick(id, event.target.checked)}
          className="size-4 accent-(--accent)"
        />
      </label>
      <button
        type="button"
        aria-pressed={chosen === id}
        onClick={() => onChoose(id)}
        className={cn(
          'min-h-6 min-w-6 self-baseline truncate rounded-sm text-left font-mono text-xs text-accent underline underline-offset-2',
          chosen === id && 'font-semibold',
        )}
      >
        {id}
      </button>
    </span>
  );
}

/** The moment that matters in the state that a job is in. */
export function momentOf({ state, dueAt, leaseUntil, endedAt, createdAt }: JobSummary): number {
  if (state === 'active') return leaseUntil ?? dueAt;
  if (state === 'done' || state === 'dead') return endedAt ?? dueAt;
  return state === 'delayed' ? dueAt : createdAt;
}

export function When({ job }: { job: JobSummary }) {
  const now = useNow();
  const at = momentOf(job);
  const left = duration(Math.abs(at - now));
  const text = {
    waiting: `for ${left}`,
    active: at > now ? `lease ends in ${left}` : `lease over since ${left}`,
    delayed: at > now ? `in ${left}` : 'due now',
    done: `${left} ago`,
    dead: `${left} ago`,
  }[job.state];
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={time(at, 'moment')}
      className="whitespace-nowrap text-xs"
    >
      {now === 0 ? '…' : text}
    </time>
  );
}

export function StateBadge({ state }: { state: State }) {
  return <Badge tone={tones[state]}>{state}</Badge>;
}
