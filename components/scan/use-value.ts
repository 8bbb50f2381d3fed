'use client';

import { useEffect, useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import type { Problem } from '@/lib/http/problem';
import { useCall } from '../live/use-call';
import { readKey, type ValuePage } from './api';

/** Which page is wanted: a new object for each time that it is. */
interface Wanted {
  key: string | null;
  /** From 1. */
  number: number;
  cursor?: string;
}

interface Read {
  wanted?: Wanted;
  page?: ValuePage;
  problem?: Problem;
}

/** The value of one key, page by page. */
export function useValue(key: string | null) {
  const send = useCall();
  const [wanted, setWanted] = useState<Wanted>({ key, number: 1 });
  const [read, setRead] = useState<Read>({});
  if (wanted.key !== key) setWanted({ key, number: 1 });

  useEffect(() => {
    if (wanted.key === null) return;
    const { key: of, cursor } = wanted;
    const abort = new AbortController();
    const { signal } = abort;
    send(readKey, { query: { key: of, cursor } }, { label: 'Value', series: 'value', signal }).then(
      ({ data }) => setRead({ wanted, page: data }),
      (error: unknown) => {
        if (signal.aborted) return;
        if (!(error instanceof ProblemError)) throw error;
        setRead({ wanted, problem: error.problem });
      },
    );
    return () => abort.abort();
  }, [wanted, send]);

  // The page before stays in sight while the next is read, but not that of another key.
  const { page, problem }: Read = read.wanted?.key === key ? read : {};
  const next = page?.next;
  return {
    page,
    problem,
    number: wanted.number,
    reading: read.wanted !== wanted,
    first: () => setWanted({ key, number: 1 }),
    next: () => {
      if (next) setWanted({ key, number: wanted.number + 1, cursor: next });
    },
  };
}
