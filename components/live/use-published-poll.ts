import { useEffect, useRef } from 'react';
import type { Answer } from '@/lib/http/call';
import { useLiveGround, type Poll } from './live-provider';
import { billed } from './wire-log';

const mostSamples = 20;

type Published = Omit<Poll, 'hasData' | 'updatedAt' | 'commands'> & {
  answer: Answer<unknown> | undefined;
};

/** Makes a poll known to the page's live bar and cost panel for as long as it is under way. */
export function usePublishedPoll(resource: string | null, poll: Published): void {
  const { polls } = useLiveGround();
  const {
    label,
    answer,
    polls: repeats,
    problem,
    nextTryAt,
    refreshing,
    whileIdle,
    refresh,
  } = poll;
  const samples = useRef<{
    of: string | null;
    answer?: Answer<unknown>;
    commands: readonly number[];
  }>({
    of: resource,
    commands: [],
  });

  useEffect(() => {
    if (resource === null) return;
    const seen = samples.current;
    if (seen.of !== resource) samples.current = { of: resource, commands: [] };
    const count = billed(answer?.wire);
    if (answer !== undefined && answer !== seen.answer && count !== undefined) {
      const commands = [...samples.current.commands, count].slice(-mostSamples);
      samples.current = { of: resource, answer, commands };
    }
    const { commands } = samples.current;
    polls.update((all) =>
      new Map(all).set(resource, {
        label,
        polls: repeats,
        hasData: answer !== undefined,
        updatedAt: answer?.at,
        problem,
        nextTryAt,
        refreshing,
        whileIdle,
        commands,
        refresh,
      }),
    );
  }, [polls, resource, label, answer, repeats, problem, nextTryAt, refreshing, whileIdle, refresh]);

  useEffect(
    () => () =>
      polls.update((all) => {
        const left = new Map(all);
        if (resource !== null) left.delete(resource);
        return left;
      }),
    [polls, resource],
  );
}
