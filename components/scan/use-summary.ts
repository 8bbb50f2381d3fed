'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import type { Problem } from '@/lib/http/problem';
import { useCall } from '../live/use-call';
import { summarizeKeys, type Summary } from './api';
import { mergeSummaries } from './merge';

/** Calls that one click makes at the most: 200 keys of each are asked for details, three commands a key. */
const callsAtOnce = 5;

interface SummaryState {
  match: string | undefined;
  summary: Summary | undefined;
  running: boolean;
  problem: Problem | undefined;
}

const none: SummaryState = {
  match: undefined,
  summary: undefined,
  running: false,
  problem: undefined,
};

/** A summary of the keys of a pattern, call after call. */
export function useSummary(match: string) {
  const send = useCall();
  const [kept, setState] = useState(none);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), [match]);
  // Of another pattern nothing is known yet.
  const state = kept.match === match ? kept : none;

  const run = useCallback(
    async (from: Summary | undefined) => {
      running.current?.abort();
      const { signal } = (running.current = new AbortController());
      let summary = from;
      setState({ match, summary, running: true, problem: undefined });
      try {
        for (let call = 0; call < callsAtOnce; call++) {
          const { data } = await send(
            summarizeKeys,
            { query: { match, cursor: summary?.next ?? undefined } },
            { label: 'Summary', series: 'summary', signal },
          );
          summary = mergeSummaries(summary, data);
          setState({ match, summary, running: true, problem: undefined });
          if (data.next === null) break;
        }
        setState({ match, summary, running: false, problem: undefined });
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof ProblemError)) throw error;
        setState({ match, summary, running: false, problem: error.problem });
      }
    },
    [match, send],
  );
  return {
    ...state,
    start: () => void run(undefined),
    goOn: () => void run(state.summary),
  };
}
