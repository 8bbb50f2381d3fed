'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { billed, type Exchange } from '../../live/wire-log';
import { Badge } from '../../ui/badge';
import { milliseconds, plural, time } from '../../ui/format';
import { cn } from '../../ui/cn';
import { WireDetail } from './wire-detail';

interface WireEntryProps {
  exchange: Exchange;
  initiallyOpen: boolean;
}

/** One call: what it was and what it cost; opened, its round trips and their commands. */
export function WireEntry({ exchange, initiallyOpen }: WireEntryProps) {
  const [open, setOpen] = useState(initiallyOpen);
  const commands = billed(exchange.wire);
  return (
    <li className="border-t first:border-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-start gap-1.5 px-3 py-1.5 text-left outline-offset-[-2px] hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          className={cn(
            'mt-1 size-3 shrink-0 text-ink-3 transition-transform',
            open && 'rotate-90',
          )}
        />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline justify-between gap-2">
            <span className="truncate font-medium">{exchange.label}</span>
            <span className="shrink-0 text-2xs text-ink-3">
              {exchange.times > 1 && `× ${exchange.times} · `}
              {time(exchange.at, 'second')}
            </span>
          </span>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs text-ink-2">
            {exchange.problem ? (
              <Badge tone="bad">{exchange.problem.code}</Badge>
            ) : (
              <>
                {commands !== undefined && commands > 0 && (
                  <span>
                    {plural(exchange.wire!.trips.length + exchange.wire!.omitted, 'round trip')},{' '}
                    {plural(commands, 'command')}
                  </span>
                )}
                <span className="text-ink-3">{milliseconds(exchange.tookMs)} to the browser</span>
              </>
            )}
          </span>
        </span>
      </button>
      {open && <WireDetail exchange={exchange} />}
    </li>
  );
}
