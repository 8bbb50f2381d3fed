'use client';

import { Skull } from 'lucide-react';
import type { ReactNode } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { duration } from '../ui/format';
import { Meter } from '../ui/meter';
import { Panel } from '../ui/panel';
import { useNow } from '../ui/use-now';
import type { QueueName } from './api';
import { leaseMs, useVanish, type Vanished } from './use-vanish';
import { roleFor } from './view-state';

interface VanishPanelProps {
  queue: QueueName;
  onChange(): void;
}

/** Kills a worker: claims a job for one who then says nothing, and shows who gets it and what each is told. */
export function VanishPanel({ queue, onChange }: VanishPanelProps) {
  const { state, start, report } = useVanish(queue, onChange);
  return (
    <Panel
      id="vanish"
      title="Kill the worker"
      description={`a claim with a lease of ${duration(leaseMs)}, and then silence`}
    >
      <NeedsSignIn role={roleFor(queue)} className="flex flex-wrap items-center gap-1.5">
        <Button look="primary" disabled={state?.running} onClick={() => void start()}>
          <Skull aria-hidden /> Claim a job and vanish
        </Button>
        <Button disabled={!state?.second} onClick={() => void report('first')}>
          doomed comes back and says “done”
        </Button>
        <Button disabled={!state?.second} onClick={() => void report('second')}>
          heir says “done”
        </Button>
      </NeedsSignIn>
      {state ? (
        <Steps state={state} />
      ) : (
        <p className="pt-3 text-pretty text-xs text-ink-2">
          The job is claimed by this page, which then does nothing: as if its process had been
          killed. When the lease is over, the next claim gets it; and whoever comes back late is
          refused.
        </p>
      )}
    </Panel>
  );
}

function Steps({ state }: { state: Vanished }) {
  const now = useNow();
  const left = Math.max(0, state.overAt - now);
  return (
    <ol className="flex flex-col gap-2 pt-3" aria-label="What happened">
      <Step badge={<Badge>added</Badge>}>
        the job <code>{state.id}</code>
      </Step>
      {state.first ? (
        <Step badge={<Badge tone="accent">claimed</Badge>}>
          by <code>doomed</code>, attempt {state.first.attempt}, fence {state.first.fence}
        </Step>
      ) : (
        <Step badge={<Badge tone="warn">not claimed</Badge>}>
          something more urgent was first, or the queue is held
        </Step>
      )}
      {state.running && (
        <li className="flex max-w-96 flex-col gap-1">
          <Meter
            label="Left of the lease"
            value={now === 0 ? leaseMs : left}
            max={leaseMs}
            text={`${duration(left)} left`}
            tone="warn"
          />
          <span className="text-xs text-ink-3">
            {left > 0 ? `the lease lasts ${duration(left)} more` : 'the lease is over'}
          </span>
        </li>
      )}
      {state.second && (
        <Step badge={<Badge tone="good">taken over</Badge>}>
          by <code>heir</code>, attempt {state.second.attempt}, fence {state.second.fence}
        </Step>
      )}
      {state.first && !state.running && !state.second && (
        <Step badge={<Badge tone="warn">not taken over</Badge>}>
          another worker was faster, something more urgent was first, or the queue is held
        </Step>
      )}
      {state.told.map(({ worker, became }, index) => (
        <Step key={index} badge={<Badge tone={became === 'done' ? 'good' : 'bad'}>{became}</Badge>}>
          is what <code>{worker}</code> was told
        </Step>
      ))}
    </ol>
  );
}

function Step({ badge, children }: { badge: ReactNode; children: ReactNode }) {
  return (
    <li className="flex min-w-0 flex-wrap items-center gap-2 text-xs">
      {badge}
      <span className="min-w-0 break-words">{children}</span>
    </li>
  );
}
