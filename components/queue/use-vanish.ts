'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { ackJob, claimJobs, enqueueJobs, type ClaimedJob, type QueueName } from './api';

/** Short, so that who looks need not wait long. */
export const leaseMs = 5_000;

/** What the schedule of the panel has come to; each step was answered by the API. */
export interface Vanished {
  id: string;
  first: ClaimedJob | undefined;
  /** When the first lease is over by this browser's clock, in epoch milliseconds. */
  overAt: number;
  second: ClaimedJob | undefined;
  /** What each was told when they reported the job as done. */
  told: { worker: string; became: string }[];
  running: boolean;
}

const workers = { first: 'doomed', second: 'heir' } as const;

/** A worker that claims a job and vanishes, one that takes it over, and what both are told in the end. */
export function useVanish(queue: QueueName, onChange: () => void) {
  const act = useAction();
  const [state, setState] = useState<Vanished>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const claim = useCallback(
    async (id: string, worker: string, lease: number) => {
      const answer = await act(
        claimJobs,
        { params: { queue }, body: { worker, leaseMs: lease } },
        { label: `Claim by ${worker}`, failed: `${worker} could not claim` },
      );
      onChange();
      return answer?.jobs.find((job) => job.id === id);
    },
    [act, onChange, queue],
  );

  const start = useCallback(async () => {
    clearTimeout(timer.current);
    const id = `errand-${crypto.randomUUID().slice(0, 8)}`;
    const body = { name: 'errand', id, priority: 9, keepMs: 600_000 };
    const added = await act(
      enqueueJobs,
      { params: { queue }, body },
      { label: 'Add an errand', failed: 'No errand was added' },
    );
    if (!added) return;
    const first = await claim(id, workers.first, leaseMs);
    const overAt = Date.now() + leaseMs;
    setState({ id, first, overAt, second: undefined, told: [], running: first !== undefined });
    if (!first) return;
    announce(`${workers.first} has claimed the job and vanished`);
    const takeOver = async () => {
      const second = await claim(id, workers.second, 60_000);
      setState((now) => now && { ...now, second, running: false });
      if (second) announce(`${workers.second} has taken the job over`);
    };
    // The lease ends by the clock of Redis; this only says when it is worth asking.
    timer.current = setTimeout(() => void takeOver(), leaseMs + 250);
  }, [act, claim, queue]);

  const report = useCallback(
    async (worker: keyof typeof workers) => {
      const job = state?.[worker];
      if (!job) return;
      const name = workers[worker];
      const answer = await act(
        ackJob,
        { params: { queue, id: job.id }, body: { token: job.token, result: { by: name } } },
        { label: `${name} reports it done`, failed: 'The report was not taken' },
      );
      if (!answer) return;
      const told = { worker: name, became: answer.became };
      setState((now) => now && { ...now, told: [...now.told, told] });
      announce(`${name} was told: ${answer.became}`);
      onChange();
    },
    [act, onChange, queue, state],
  );

  return { state, start, report };
}
