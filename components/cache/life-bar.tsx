'use client';

import { profileTimes } from '@/lib/patterns/cache/contract';
import { duration } from '../ui/format';
import { Meter } from '../ui/meter';
import { useNow } from '../ui/use-now';
import type { Read } from './use-reads';

const { ttlMs, staleMs, graceMs } = profileTimes;

/** How a stored value stands now, reckoned on from what its read told. */
export function lifeOf({ at, cache }: Read, now: number) {
  const passed = Math.max(0, now - at);
  const ageMs = (cache?.ageMs ?? 0) + passed;
  const freshMs = (cache?.expiresInMs ?? 0) - passed;
  const staleLeft = freshMs + staleMs;
  const graceLeft = staleLeft + graceMs;
  if (freshMs > 0) return { ageMs, freshMs, says: `fresh for ${duration(freshMs)}` };
  if (staleLeft > 0) return { ageMs, freshMs: 0, says: `stale for ${duration(staleLeft)}` };
  if (graceLeft > 0) return { ageMs, freshMs: 0, says: 'in reserve' };
  return { ageMs, freshMs: 0, says: 'gone' };
}

export function LifeBar({ read }: { read: Read }) {
  const now = useNow();
  const { ageMs, freshMs, says } = lifeOf(read, now);
  return (
    <div className="flex flex-col gap-1 pt-1">
      <Meter
        label="Freshness"
        value={freshMs}
        max={ttlMs}
        text={says}
        tone={freshMs > 0 ? 'good' : 'warn'}
      />
      <p className="text-2xs text-ink-3">
        {duration(ageMs)} old, {says}
      </p>
    </div>
  );
}
