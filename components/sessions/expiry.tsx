'use client';

import { duration, time } from '../ui/format';
import { Meter } from '../ui/meter';
import { useNow } from '../ui/use-now';

interface ExpiryProps {
  name: string;
  /** The start of the life that ends at `to`, in epoch milliseconds. */
  from: number;
  to: number;
}

/** How much is left of a life, in words and as a bar. */
export function Expiry({ name, from, to }: ExpiryProps) {
  const now = useNow();
  const left = Math.max(0, to - now);
  const text = now === 0 ? '…' : `expires in ${duration(left)}`;
  return (
    <div className="flex min-w-0 flex-col gap-1.5" title={time(to, 'moment')}>
      <span>{text}</span>
      <Meter label={name} value={now === 0 ? 0 : left} max={to - from} text={text} />
    </div>
  );
}
