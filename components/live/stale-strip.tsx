'use client';

import { TriangleAlert } from 'lucide-react';
import { time } from '../ui/format';
import { Countdown } from './countdown';
import type { Poll } from './live-provider';

interface StaleStripProps {
  failing: Poll[];
  onRetry(): void;
}

/** Says that what is shown is old, since when, why, and when it is tried again. */
export function StaleStrip({ failing, onRetry }: StaleStripProps) {
  const updatedAt = Math.min(...failing.flatMap((poll) => poll.updatedAt ?? []));
  const tries = failing.flatMap((poll) => poll.nextTryAt ?? []);
  const problem = failing[0]?.problem;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 rounded-lg border border-warn bg-warn-soft px-3 py-2 text-warn">
      <p role="alert" className="flex items-start gap-2">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>
          <strong className="font-medium">{problem?.title}.</strong>{' '}
          {Number.isFinite(updatedAt)
            ? `What you see is from ${time(updatedAt, 'second')}.`
            : problem?.detail}
        </span>
      </p>
      <Countdown nextTryAt={tries.length > 0 ? Math.min(...tries) : undefined} onRetry={onRetry} />
    </div>
  );
}
