import { useEffect, useRef, useState } from 'react';
import type { ProblemError } from '@/lib/http/call';
import { createStore, useStore } from '../ui/store';
import { isWorthRetrying, retryDelay } from './retry';

interface RetryOptions {
  /** The last failure, a new object each time; undefined after a success. */
  error: ProblemError | undefined;
  /** True while nothing is to be read but by hand. */
  held: boolean;
  refresh(): void;
}

/**
 * Tries a failed read again, later each time.
 *
 * @returns when, in epoch milliseconds; undefined where nothing is due
 */
export function useRetry({ error, held, refresh }: RetryOptions): number | undefined {
  const [due] = useState(() => createStore<number | undefined>(undefined));
  const failures = useRef(0);

  useEffect(() => {
    failures.current = error === undefined ? 0 : failures.current + 1;
  }, [error]);

  useEffect(() => {
    if (error === undefined || held || !isWorthRetrying(error)) return;
    const delay = retryDelay(error, failures.current);
    due.update(() => Date.now() + delay);
    const tryAgain = () => {
      // A hidden tab waits until it is seen again.
      if (document.visibilityState === 'visible') refresh();
      else document.addEventListener('visibilitychange', tryAgain, { once: true });
    };
    const timer = setTimeout(tryAgain, delay);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tryAgain);
      due.update(() => undefined);
    };
  }, [error, held, refresh, due]);

  return useStore(due);
}
