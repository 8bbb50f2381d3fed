'use client';

import { useEffect, useEffectEvent, useState } from 'react';

const everyMs = 1_000;
/** It ends by itself: a page that nobody looks at any more should cost nothing. */
const most = 120;

/** Does something once a second until it is stopped, never twice at a time. */
export function useRepeat(work: () => Promise<unknown>) {
  const [repeating, setRepeating] = useState(false);
  const act = useEffectEvent(work);

  useEffect(() => {
    if (!repeating) return undefined;
    let left = most;
    let busy = false;
    const tick = async () => {
      if (busy || document.hidden) return;
      busy = true;
      await act();
      busy = false;
      if (--left <= 0) setRepeating(false);
    };
    void tick();
    const timer = setInterval(() => void tick(), everyMs);
    return () => clearInterval(timer);
  }, [repeating]);

  return { repeating, toggle: () => setRepeating((on) => !on) };
}
