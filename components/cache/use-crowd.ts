'use client';

import { useCallback, useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import { announce } from '../live/announcer';
import type { CacheReading } from './api';

/** How one of a crowd was answered. */
export interface CrowdAnswer {
  status: CacheReading['status'];
  /** From the request to its answer in the browser. */
  tookMs: number;
  /** What the load took that made the value. */
  loadMs?: number | undefined;
}

export interface Crowd {
  /** What was asked for, as a person says it. */
  question: string;
  size: number;
  running: boolean;
  answers: readonly CrowdAnswer[];
  failed: number;
}

/** Many who ask for the same at once. */
export function useCrowd() {
  const [crowd, setCrowd] = useState<Crowd>();
  const send = useCallback(
    async (
      question: string,
      size: number,
      ask: () => Promise<CrowdAnswer | undefined>,
    ): Promise<void> => {
      const none: Crowd = { question, size, running: true, answers: [], failed: 0 };
      setCrowd(none);
      const change = (to: (now: Crowd) => Partial<Crowd>) =>
        setCrowd((now = none) => ({ ...now, ...to(now) }));
      const one = async () => {
        const answer = await ask().catch((error: unknown) => {
          if (error instanceof ProblemError) return undefined;
          throw error;
        });
        change(({ answers, failed }) =>
          answer ? { answers: [...answers, answer] } : { failed: failed + 1 },
        );
      };
      await Promise.all(Array.from({ length: size }, one));
      change(() => ({ running: false }));
      announce('All have their answers');
    },
    [],
  );
  return { crowd, send };
}
