'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import type { Problem } from '@/lib/http/problem';
import { announce } from '../live/announcer';
import { useCall } from '../live/use-call';
import { cancelSweep, createSweep, readSweep, stepSweep, type Sweep, type SweepBody } from './api';

interface SweepState {
  sweep: Sweep | undefined;
  /** True while this page drives it. */
  driving: boolean;
  problem: Problem | undefined;
}

export const isOver = ({ status }: Sweep): boolean => status === 'done' || status === 'cancelled';

/**
 * A sweep that this page drives, step by step. Leaving the page stops the steps and not the sweep: the address keeps
 * its id, and any page or job may go on with it.
 */
export function useSweep(id: string | null, onId: (id: string) => void, onChange: () => void) {
  const send = useCall();
  const [kept, setState] = useState<SweepState>({
    sweep: undefined,
    driving: false,
    problem: undefined,
  });
  // Of the id that the address had before nothing is shown.
  const state = kept.sweep && kept.sweep.id !== id ? { ...kept, sweep: undefined } : kept;
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  /** Runs a piece of work that the next one, or leaving the page, cuts short. */
  const begin = useCallback(async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    running.current?.abort();
    const { signal } = (running.current = new AbortController());
    try {
      await work(signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ProblemError)) throw error;
      setState((before) => ({ ...before, driving: false, problem: error.problem }));
    }
  }, []);

  const drive = useCallback(
    async (sweep: Sweep, signal: AbortSignal) => {
      setState({ sweep, driving: true, problem: undefined });
      let now = sweep;
      while (!isOver(now)) {
        const { data } = await send(
          stepSweep,
          { params: { id: now.id }, body: {} },
          { label: 'Sweep step', series: 'sweep', signal },
        );
        now = data;
        setState({ sweep: now, driving: true, problem: undefined });
        // Held: somebody else works on it, or died at it; the lease says until when at the most.
        if (!data.stepped && !isOver(now)) await new Promise((resolve) => setTimeout(resolve, 500));
        signal.throwIfAborted();
      }
      setState({ sweep: now, driving: false, problem: undefined });
      announce(now.status === 'done' ? 'The sweep is done' : 'The sweep is cancelled');
      onChange();
    },
    [send, onChange],
  );

  const known = state.sweep?.id;
  useEffect(() => {
    if (id === null || id === known) return;
    void begin(async (signal) => {
      const { data } = await send(readSweep, { params: { id } }, { label: 'Sweep', signal });
      setState({ sweep: data, driving: false, problem: undefined });
    });
  }, [id, known, begin, send]);

  return {
    ...state,
    start: (body: SweepBody) =>
      begin(async (signal) => {
        const { data } = await send(createSweep, { body }, { label: 'Begin a sweep', signal });
        setState({ sweep: data, driving: true, problem: undefined });
        onId(data.id);
        await drive(data, signal);
      }),
    goOn: () => void begin(async (signal) => state.sweep && drive(state.sweep, signal)),
    /** Stops the steps of this page; the sweep can be gone on with. */
    pause: () => {
      running.current?.abort();
      setState((before) => ({ ...before, driving: false }));
    },
    cancel: (sweep: Sweep) =>
      begin(async (signal) => {
        const input = { params: { id: sweep.id } };
        const { data } = await send(cancelSweep, input, { label: 'Cancel the sweep', signal });
        setState({ sweep: data, driving: false, problem: undefined });
        announce('The sweep is cancelled');
        onChange();
      }),
  };
}
