'use client';

import { Button } from '../ui/button';
import type { Pending } from './use-outbox';

interface PendingLineProps {
  message: Pending;
  user: string;
  onAgain(): void;
  onDiscard(): void;
}

/** A message on its way, or one that did not arrive. */
export function PendingLine({ message, user, onAgain, onDiscard }: PendingLineProps) {
  const { text, state, detail } = message;
  return (
    <li className="px-3 py-1">
      <span className="flex items-baseline gap-2">
        <span className="truncate font-mono text-xs font-medium">{user}</span>
        <span className="text-2xs text-ink-3">
          {state === 'sending' ? 'sending…' : state === 'waiting' ? 'sent again soon' : 'not sent'}
        </span>
      </span>
      <span className="block whitespace-pre-wrap text-ink-2 [overflow-wrap:anywhere]">{text}</span>
      {detail !== undefined && state !== 'sending' && (
        <span className="flex flex-wrap items-center gap-2 py-1 text-xs text-bad">
          {detail}
          {state === 'failed' && (
            <>
              <Button size="sm" onClick={onAgain}>
                Send again
              </Button>
              <Button size="sm" look="quiet" onClick={onDiscard}>
                Discard
              </Button>
            </>
          )}
        </span>
      )}
    </li>
  );
}
