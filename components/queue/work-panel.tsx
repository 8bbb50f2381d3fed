'use client';

import { Pause, Play, Zap } from 'lucide-react';
import { useState } from 'react';
import { announce } from '../live/announcer';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { count, duration, milliseconds, plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { useNow } from '../ui/use-now';
import { changeQueue, drainQueue, type Drained, type QueueName } from './api';
import { roleFor } from './view-state';

const budgetMs = 5_000;

interface WorkPanelProps {
  queue: QueueName;
  paused: boolean | undefined;
  onChange(): void;
}

/** Lets this server work on what is due, as a scheduler would; and holds the queue. */
export function WorkPanel({ queue, paused, onChange }: WorkPanelProps) {
  const [drained, setDrained] = useState<Drained>();
  const [since, setSince] = useState<number>();
  const act = useAction();

  async function work() {
    setSince(Date.now());
    const options = { label: `Work on ${queue}`, failed: 'The queue was not worked on' };
    const answer = await act(drainQueue, { params: { queue }, body: { budgetMs } }, options);
    setSince(undefined);
    if (answer) {
      setDrained(answer);
      announce(`${plural(answer.done, 'job')} done`);
    }
    onChange();
  }

  async function hold(next: boolean) {
    const label = next ? `Pause ${queue}` : `Resume ${queue}`;
    const failed = 'The queue goes on as before';
    await act(changeQueue, { params: { queue }, body: { paused: next } }, { label, failed });
    onChange();
  }

  return (
    <Panel
      id="work"
      title="Work on it"
      description={
        <>
          as <code>npm run worker</code> or a scheduler does
        </>
      }
      className="h-full"
    >
      <NeedsSignIn role={roleFor(queue)} className="flex flex-wrap items-center gap-1.5">
        <Button look="primary" disabled={since !== undefined} onClick={() => void work()}>
          <Zap aria-hidden /> Work for {budgetMs / 1_000} s
        </Button>
        <Button disabled={paused === undefined} onClick={() => void hold(!paused)}>
          {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
          {paused ? 'Let it go on' : 'Hold it'}
        </Button>
        {since !== undefined && <Elapsed since={since} />}
      </NeedsSignIn>
      {drained ? (
        <Report drained={drained} />
      ) : (
        <p className="pt-3 text-pretty text-xs text-ink-2">
          Takes ten at a time until nothing is due or the time is up. What is not ended by then is
          given back.
        </p>
      )}
    </Panel>
  );
}

function Elapsed({ since }: { since: number }) {
  const now = useNow();
  return <span className="text-xs text-ink-2">Working, {duration(Math.max(0, now - since))}</span>;
}

function Report({ drained }: { drained: Drained }) {
  const figures = {
    claimed: drained.claimed,
    done: drained.done,
    'to be tried again': drained.retried,
    dead: drained.dead,
    'given back': drained.released,
  };
  return (
    <>
      <dl
        className="grid grid-cols-3 gap-x-3 gap-y-2 pt-3 sm:grid-cols-5"
        aria-label="What was done"
      >
        {Object.entries(figures).map(([name, value]) => (
          <div key={name} className="flex min-w-0 flex-col-reverse justify-end">
            <dt className="text-2xs text-ink-3">{name}</dt>
            <dd className="text-lg font-medium">{count(value)}</dd>
          </div>
        ))}
      </dl>
      <p className="pt-2 text-xs text-ink-2">
        In {milliseconds(drained.tookMs)};{' '}
        {drained.nextDueMs === null
          ? 'nothing more is scheduled.'
          : drained.nextDueMs === 0
            ? 'there is more.'
            : `the next is due in ${duration(drained.nextDueMs)}.`}
      </p>
    </>
  );
}
