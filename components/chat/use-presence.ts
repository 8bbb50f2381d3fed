'use client';

import { useEffect } from 'react';
import { ProblemError } from '@/lib/http/call';
import { useIdleStep } from '../live/idle';
import { useCall } from '../live/use-call';
import { sendPresence } from './api';

const awayFrom = 2;
const firstEveryMs = 15_000;

/** Beats for who is signed in while this tab is used and in view; who does not beat is away by itself. */
export function usePresence(room: string, user: string | null | undefined): void {
  const send = useCall();
  const away = useIdleStep() >= awayFrom;
  useEffect(() => {
    if (typeof user !== 'string' || away) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    async function beat(): Promise<void> {
      let everyMs = firstEveryMs;
      try {
        if (document.visibilityState === 'visible') {
          const options = { label: 'Heartbeat', series: 'Heartbeat' };
          const { data } = await send(sendPresence, { params: { room }, body: {} }, options);
          everyMs = data.beatEveryMs;
        }
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
      }
      if (!stopped) timer = setTimeout(() => void beat(), everyMs);
    }
    void beat();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [room, user, away, send]);
}
