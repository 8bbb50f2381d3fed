'use client';

import { useRef, useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import { announce } from '../live/announcer';
import { useCall } from '../live/use-call';
import { showToast } from '../ui/toasts';
import { contend, manners, type Hold } from './contender';

export const contenders = ['ann', 'ben', 'cyd', 'dan'] as const;
export type MannerName = keyof typeof manners;

/** Four contenders for one lock, each a chain of real calls of the public API. */
export function useContenders(onChange: () => void) {
  const send = useCall();
  const [holds, setHolds] = useState<readonly Hold[]>([]);
  const [running, setRunning] = useState(false);
  const [ran, setRan] = useState<MannerName>();
  const stop = useRef<AbortController>(undefined);

  async function start(manner: MannerName) {
    const resource = `contended-${crypto.randomUUID().slice(0, 8)}`;
    stop.current = new AbortController();
    const { signal } = stop.current;
    setHolds([]);
    setRan(manner);
    setRunning(true);
    const isOn: typeof send = (operation, input, options) =>
      send(operation, input, { ...options, signal });
    try {
      await Promise.all(
        contenders.map((contender) =>
          contend({
            send: isOn,
            resource,
            contender,
            manner: manners[manner],
            onChange: (hold) => {
              if (hold.accepted === 0) onChange();
              setHolds((all) => [...all.filter(({ fence }) => fence !== hold.fence), hold]);
            },
          }),
        ),
      );
      announce('All contenders are done');
    } catch (error) {
      if (error instanceof ProblemError)
        void showToast('error', 'The contenders were cut short', error.problem.detail);
      else if (!signal.aborted) throw error;
    } finally {
      stop.current?.abort();
      setRunning(false);
      onChange();
    }
  }
  return { holds, running, ran, start, cancel: () => stop.current?.abort() };
}
