'use client';

import { useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import { announce } from '../live/announcer';
import { useCall } from '../live/use-call';
import { showToast } from '../ui/toasts';
import { checkRateLimit, demos, type Decision } from './api';

/** The decisions of the last burst, by policy, in their order. */
export type Decisions = Partial<Record<string, readonly Decision[]>>;

/** Sends the same number of checks to each of the three policies, each after the one before. */
export function useBurst(caller: string | undefined) {
  const send = useCall();
  const [decisions, setDecisions] = useState<Decisions>({});
  const [running, setRunning] = useState(false);

  async function burst(calls: number): Promise<void> {
    if (caller === undefined) return;
    setRunning(true);
    setDecisions({});
    const through = async (policy: string) => {
      for (let i = 0; i < calls; i++) {
        const { data } = await send(
          checkRateLimit,
          { params: { policy }, body: { identifier: caller } },
          { label: `Check ${policy}`, series: `Check ${policy}` },
        );
        setDecisions((all) => ({ ...all, [policy]: [...(all[policy] ?? []), data] }));
      }
    };
    try {
      await Promise.all(demos.map(({ policy }) => through(policy)));
      announce('The burst is over');
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      void showToast('error', 'The burst was cut short', error.problem.detail);
    } finally {
      setRunning(false);
    }
  }
  return { decisions, running, burst };
}
