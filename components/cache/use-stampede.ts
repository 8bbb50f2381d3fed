'use client';

import { useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import { announce } from '../live/announcer';
import { useCall } from '../live/use-call';
import { showToast } from '../ui/toasts';
import { listProfiles, readProfile, type CacheReading } from './api';

export const readers = 50;

export interface Stampede {
  id: string;
  running: boolean;
  answers: readonly { status: CacheReading['status']; tookMs: number }[];
  failed: number;
}

/** Fifty reads at once of a customer whom nobody has read lately, through the public API. */
export function useStampede() {
  const send = useCall();
  const [stampede, setStampede] = useState<Stampede>();

  async function start(): Promise<void> {
    try {
      const { data } = await send(listProfiles, { query: { limit: 1 } }, { label: 'Any customer' });
      const id = data.profiles[0]?.id;
      if (id === undefined) return;
      const none: Stampede = { id, running: true, answers: [], failed: 0 };
      setStampede(none);
      const change = (to: (now: Stampede) => Partial<Stampede>) =>
        setStampede((now = none) => ({ ...now, ...to(now) }));
      const reader = async () => {
        try {
          const options = { label: 'Stampede', series: 'Stampede' };
          const { data: found, tookMs } = await send(readProfile, { params: { id } }, options);
          const answer = { status: found.cache.status, tookMs };
          change(({ answers }) => ({ answers: [...answers, answer] }));
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          change(({ failed }) => ({ failed: failed + 1 }));
        }
      };
      await Promise.all(Array.from({ length: readers }, reader));
      change(() => ({ running: false }));
      announce('The stampede is over');
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      void showToast('error', 'The stampede did not begin', error.problem.detail);
    }
  }
  return { stampede, start };
}

/** How often the origin was asked. */
export const loadsOf = ({ answers }: Stampede) =>
  answers.filter(({ status }) => status === 'miss' || status === 'bypass').length;
