'use client';

import { useCallback, useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import { announce } from '../live/announcer';
import { useCall } from '../live/use-call';
import { looks } from '../cache/why';
import { readReport, type ReportInput, type ResultOfReport } from './api';

export interface Answers {
  latest: ResultOfReport | undefined;
  /** Why the last question has no answer. */
  problem: string | undefined;
  asking: boolean;
  ask(input: ReportInput): Promise<void>;
}

/** Asks for reports, one after the other, and keeps the last answer. */
export function useAnswers(): Answers {
  const send = useCall();
  const [state, setState] = useState<Pick<Answers, 'latest' | 'problem'>>({
    latest: undefined,
    problem: undefined,
  });
  const [asking, setAsking] = useState(false);

  const ask = useCallback(
    async (input: ReportInput) => {
      setAsking(true);
      try {
        const label = 'Ask for a report';
        const { data } = await send(readReport, input, { label, series: label });
        setState({ latest: data, problem: undefined });
        announce(`The report was a ${looks[data.cache.status].label}`);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        setState(({ latest }) => ({
          latest,
          problem: error.problem.detail ?? error.problem.title,
        }));
      } finally {
        setAsking(false);
      }
    },
    [send],
  );
  return { ...state, asking, ask };
}
