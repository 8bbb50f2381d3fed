'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import type { Problem } from '@/lib/http/problem';
import { announce } from '../live/announcer';
import { useCall } from '../live/use-call';
import { plural } from '../ui/format';
import { listKeys, type KeyType } from './api';

/** Names that a page keeps; what is found beyond is counted only. */
export const mostKept = 100_000;

export interface ScanQuery {
  match: string;
  type: KeyType | null;
  budgetMs: number;
}

/** How far a scan of this page is. */
export interface ScanState {
  query: ScanQuery | undefined;
  /** Each once. */
  keys: readonly string[];
  examined: number;
  total: number;
  exact: boolean;
  /** The cursor of the rest; null where all was seen. */
  next: string | null;
  calls: number;
  tookMs: number;
  running: boolean;
  problem: Problem | undefined;
}

const none: ScanState = {
  query: undefined,
  keys: [],
  examined: 0,
  total: 0,
  exact: false,
  next: null,
  calls: 0,
  tookMs: 0,
  running: false,
  problem: undefined,
};

/** A scan by the public API: one call, its continuation, or call after call to the end. */
export function useScan() {
  const send = useCall();
  const [state, setState] = useState(none);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  /** Calls until the budget of one call is spent, or with `toEnd` until all was seen. */
  const run = useCallback(
    async (from: ScanState, query: ScanQuery, toEnd: boolean) => {
      running.current?.abort();
      const { signal } = (running.current = new AbortController());
      const found = new Set(from.keys);
      let now: ScanState = { ...from, query, running: true, problem: undefined };
      setState(now);
      try {
        do {
          const { data, tookMs } = await send(
            listKeys,
            {
              query: {
                match: query.match,
                type: query.type ?? undefined,
                cursor: now.next ?? undefined,
                budgetMs: query.budgetMs,
                limit: 10_000,
              },
            },
            { label: 'Scan', series: 'scan', signal },
          );
          for (const key of data.keys) if (found.size < mostKept) found.add(key);
          const { examined, total, exact, next } = data;
          now = { ...now, keys: [...found], examined, total, exact, next };
          now = { ...now, calls: now.calls + 1, tookMs: now.tookMs + tookMs };
          setState(now);
        } while (toEnd && now.next !== null);
        announce(`${plural(now.keys.length, 'key')} found`);
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof ProblemError)) throw error;
        now = { ...now, problem: error.problem };
      }
      setState({ ...now, running: false });
    },
    [send],
  );

  return {
    state,
    start: useCallback((query: ScanQuery) => void run(none, query, false), [run]),
    goOn: (toEnd: boolean) => state.query && void run(state, state.query, toEnd),
    stop: () => {
      running.current?.abort();
      setState((before) => ({ ...before, running: false }));
    },
  };
}
