'use client';

import { Button } from '../ui/button';
import { duration } from '../ui/format';
import { useNow } from '../ui/use-now';

interface CountdownProps {
  /** In epoch milliseconds; undefined where no try is due by itself. */
  nextTryAt: number | undefined;
  onRetry(): void;
}

/** When a failed read is tried again, and the button for who cannot wait. */
export function Countdown({ nextTryAt, onRetry }: CountdownProps) {
  const now = useNow();
  return (
    <div className="flex items-center gap-3">
      {nextTryAt !== undefined && (
        <span className="whitespace-nowrap text-xs">
          {nextTryAt > now ? `Next try in ${duration(nextTryAt - now)}` : 'Trying…'}
        </span>
      )}
      <Button size="sm" onClick={onRetry}>
        Try now
      </Button>
    </div>
  );
}
