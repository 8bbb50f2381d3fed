'use client';

import { Play } from 'lucide-react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { EmptyState } from '../pattern/empty-state';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { useStaleWrite } from './use-stale-write';

/** A holder who does not know that her time is over. */
export function StalePanel() {
  const { steps, running, play } = useStaleWrite();
  return (
    <Panel
      id="stale"
      title="A stale write"
      description="Ann is silent past her TTL of 0.5 s"
      actions={
        <NeedsSignIn inTitle>
          <Button look="primary" disabled={running} onClick={() => void play()}>
            <Play aria-hidden /> Play it
          </Button>
        </NeedsSignIn>
      }
    >
      {steps.length === 0 ? (
        <EmptyState title={running ? 'Ann asks for the lock' : 'Not played yet'}>
          Ann takes a lock and hangs. Ben waits, gets it, and writes. Then Ann wakes up and writes
          as well: without a fence her write would be taken.
        </EmptyState>
      ) : (
        <ol aria-label="Steps" className="flex min-h-40 flex-col gap-2">
          {steps.map(({ who, what, status, said }, index) => (
            <li key={index} className="flex gap-2 text-xs">
              <span className="w-8 shrink-0 font-mono leading-5">{who}</span>
              <span className="w-24 shrink-0 leading-5">{what}</span>
              <Badge tone={status < 300 ? 'good' : 'bad'}>{status}</Badge>
              <span className="min-w-0 leading-5 text-ink-2 wrap-anywhere">{said}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
