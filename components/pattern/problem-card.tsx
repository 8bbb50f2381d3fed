'use client';

import { CircleAlert } from 'lucide-react';
import type { Problem } from '@/lib/http/problem';
import { Countdown } from '../live/countdown';
import { MissingService } from './missing-service';

interface ProblemCardProps {
  problem: Problem;
  nextTryAt: number | undefined;
  onRetry(): void;
}

/** Stands in the place of what could not be read at all. */
export function ProblemCard({ problem, nextTryAt, onRetry }: ProblemCardProps) {
  return (
    <section
      aria-label="Problem"
      className="flex flex-col gap-3 rounded-lg border border-line-strong bg-surface p-4"
    >
      <div role="alert" className="flex items-start gap-2.5">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
        <div className="flex min-w-0 flex-col gap-0.5">
          <h2 className="font-medium">{problem.title}</h2>
          <p className="max-w-prose text-ink-2">{problem.detail}</p>
        </div>
      </div>
      {problem.code === 'not_configured' && <MissingService problem={problem} />}
      <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-3 text-ink-2">
        <code className="text-2xs text-ink-3">
          {problem.status || 'no answer'} · {problem.code}
        </code>
        <Countdown nextTryAt={nextTryAt} onRetry={onRetry} />
      </div>
    </section>
  );
}
