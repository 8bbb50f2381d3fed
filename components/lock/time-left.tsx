'use client';

import { duration } from '../ui/format';
import { Meter } from '../ui/meter';
import { useNow } from '../ui/use-now';
import type { Held } from './api';

interface TimeLeftProps {
  lock: Held;
  /** How far the clock of Redis is ahead of this browser's, in milliseconds. */
  aheadMs: number;
}

/** The TTL of a lock, running down. What is extended fills up again at the next look. */
export function TimeLeft({ lock, aheadMs }: TimeLeftProps) {
  const now = useNow();
  const left = now === 0 ? 0 : Math.max(0, lock.expiresAt - now - aheadMs);
  const text = left > 0 ? duration(left) : 'over';
  return (
    <span className="flex min-w-36 items-center gap-2">
      <Meter
        label={`Time left of ${lock.resource}`}
        value={left}
        max={lock.expiresAt - lock.grantedAt}
        text={text}
        tone={left < 2_000 ? 'warn' : 'accent'}
      />
      <span className="w-12 shrink-0 text-right text-xs text-ink-2">{text}</span>
    </span>
  );
}
