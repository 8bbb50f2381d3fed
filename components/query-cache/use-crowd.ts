'use client';

import { useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import { announce } from '../live/announcer';
import { useCall } from '../live/use-call';
import { readReport, type ReportCache } from './api';
import { inputOf, type Choices } from './use-question';

export const crowd = 100;

export interface Crowd {
  /** What was asked, as a person says it. */
  question: string;
  running: boolean;
  answers: readonly Pick<ReportCache, 'status' | 'loadMs'>[];
  failed: number;
}

/** A hundred readers of one report at once, through the public API. */
export function useCrowd({ reports, tenants }: Choices) {
  const send = useCall();
  const [asked, setAsked] = useState<Crowd>();

  async function start(): Promise<void> {
    const report = reports.find(({ uses }) => uses.length === 2)!;
    const tenant = pick(tenants);
    // Any of some thousand questions, so that it is likely that nobody has asked it in the last minute.
    const given = { months: 1 + below(24), limit: 1 + below(50) };
    const input = inputOf(report, tenant, given);
    const question = `${report.name} of ${tenant}, ${given.months} months, ${given.limit} rows`;
    const none: Crowd = { question, running: true, answers: [], failed: 0 };
    setAsked(none);
    const change = (to: (now: Crowd) => Partial<Crowd>) =>
      setAsked((now = none) => ({ ...now, ...to(now) }));
    const one = async () => {
      try {
        const options = { label: 'The crowd', series: 'The crowd' };
        const { status, loadMs } = (await send(readReport, input, options)).data.cache;
        const answer = { status, ...(loadMs !== undefined && { loadMs }) };
        change(({ answers }) => ({ answers: [...answers, answer] }));
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        change(({ failed }) => ({ failed: failed + 1 }));
      }
    };
    await Promise.all(Array.from({ length: crowd }, one));
    change(() => ({ running: false }));
    announce('The crowd has its answers');
  }
  return { asked, start };
}

const below = (n: number) => Math.floor(Math.random() * n);
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
