'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import useSWR from 'swr';
import type { AnyOperation, InputOf, ResultOf } from '@/lib/contract';
import { call, ProblemError, type Answer } from '@/lib/http/call';
import type { Problem } from '@/lib/http/problem';
import { useStore } from '../ui/store';
import { useIdleStep } from './idle';
import { useLiveGround } from './live-provider';
import { pollEvery } from './pace';
import { chosenInterval, paused } from './settings';
import { usePublishedPoll } from './use-published-poll';
import { useRetry } from './use-retry';
import { logged } from './wire-log';

interface LiveOptions<T> {
  /** What is read, for the wire panel and the cost: "Page views". No other read of the page has it. */
  label: string;
  /** True for an answer that cannot change any more, as of a range that is over: it is not polled. */
  isOver?(data: T): boolean;
  /** False for what rests while nobody touches the page. */
  whileIdle?: boolean;
}

export interface Live<T> {
  data: T | undefined;
  problem: Problem | undefined;
  updatedAt: number | undefined;
  /** True while `data` still answers the question before this one. */
  isSwitching: boolean;
  refresh(): void;
}

/**
 * Reads an operation again and again, at the pace of the live bar. What it read stays when a later read
 * fails; hidden tabs and ended ranges do not poll.
 *
 * @param input null while it is not known yet what to ask: nothing is read
 */
export function useLive<O extends AnyOperation>(
  operation: O,
  input: InputOf<O> | null,
  { label, isOver, whileIdle = true }: LiveOptions<ResultOf<O>>,
): Live<ResultOf<O>> {
  const { log } = useLiveGround();
  const interval = chosenInterval.use();
  const held = useStore(paused);
  const idleStep = useIdleStep();
  const resource = input && `${operation.method} ${operation.path} ${JSON.stringify(input)}`;
  const [over, setOver] = useState<string | null>(null);
  const rests = held || over === resource;
  const every = rests ? 0 : pollEvery(interval, idleStep, whileIdle);

  const { data, error, isLoading, isValidating, mutate } = useSWR<
    Answer<ResultOf<O>>,
    ProblemError
  >(
    resource,
    async () => {
      const entry = {
        kind: 'poll',
        label,
        series: label,
        method: operation.method,
        url: operation.path,
      } as const;
      try {
        const answer = await call(operation, input as InputOf<O>, { maxAgeSeconds: 1 });
        log.update((all) => logged(all, entry, answer));
        return answer;
      } catch (failure) {
        if (failure instanceof ProblemError) log.update((all) => logged(all, entry, failure));
        throw failure;
      }
    },
    {
      keepPreviousData: true,
      // SWR takes up a new pace only when it is given a new function.
      refreshInterval: useCallback(() => every, [every]),
      dedupingInterval: 500,
      revalidateOnFocus: every > 0,
      revalidateOnReconnect: !held,
      shouldRetryOnError: false, // useRetry does it: SWR's own way gives up polling and backs off to twenty minutes
    },
  );

  // Whichever part of the page read it: others may ask for the same.
  if (data !== undefined && !isLoading && over !== resource && isOver?.(data.data))
    setOver(resource);

  const refresh = useCallback(() => void mutate(), [mutate]);
  const nextTryAt = useRetry({ error, held: held || interval === 'off', refresh });

  const updatedAt = data?.at;
  const latest = useRef(updatedAt);
  useEffect(() => {
    // What answers the question before says nothing of this one, which is being read as it is.
    latest.current = isLoading ? undefined : updatedAt;
  });
  useEffect(() => {
    // Resumed, or touched after a rest: what is older than the new pace is read at once.
    if (every > 0 && latest.current !== undefined && Date.now() - latest.current > every) refresh();
  }, [every, refresh]);

  usePublishedPoll(resource, {
    label,
    polls: over !== resource,
    answer: data,
    problem: error?.problem,
    nextTryAt,
    refreshing: isValidating,
    whileIdle,
    refresh,
  });

  return {
    data: data?.data,
    problem: error?.problem,
    updatedAt,
    isSwitching: isLoading && data !== undefined,
    refresh,
  };
}
