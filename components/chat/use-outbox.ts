'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import { isWorthRetrying, retryDelay } from '../live/retry';
import { useCall } from '../live/use-call';
import { time } from '../ui/format';
import { sendMessage, type Entry } from './api';

/** A message that this tab has sent and whose answer it has not. */
export interface Pending {
  /** Made before the first try and kept for all of them: so they are one message. */
  clientId: string;
  text: string;
  /** The newest entry at the first try. */
  after: string;
  state: 'sending' | 'waiting' | 'failed';
  /** Why it is not there yet. */
  detail?: string;
}

const mostTries = 5;

interface OutboxOptions {
  room: string;
  last(): string;
  add(entry: Entry): void;
}

/** Sends messages and shows them at once. One whose answer is lost is sent again, as the same message. */
export function useOutbox({ room, last, add }: OutboxOptions) {
  const send = useCall();
  const [pending, setPending] = useState<readonly Pending[]>([]);
  const gone = useRef(false);
  // One after the other: two on their way at once might arrive in another order than they were written in.
  const turn = useRef(Promise.resolve());
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  const discard = useCallback(
    (clientId: string) => setPending((all) => all.filter((each) => each.clientId !== clientId)),
    [],
  );

  const deliver = useCallback(
    async (message: Pending): Promise<void> => {
      const { clientId, text, after } = message;
      const change = (state: Pending['state'], detail?: string) =>
        setPending((all) =>
          all.map((each) =>
            each.clientId === clientId ? { ...message, state, ...(detail && { detail }) } : each,
          ),
        );
      for (let tries = 1; !gone.current; tries++) {
        change('sending');
        try {
          const body = { text, clientId, after };
          const { data } = await send(
            sendMessage,
            { params: { room }, body },
            { label: 'Send a message' },
          );
          if (!data.sent)
            return change('failed', `You are muted until ${time(data.until, 'moment')}`);
          add(data.entry);
          return discard(clientId);
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          const { detail } = error.problem;
          if (!isWorthRetrying(error) || tries === mostTries) return change('failed', detail);
          change('waiting', `${error.problem.title}. ${detail}`);
          await new Promise((resolve) => setTimeout(resolve, retryDelay(error, tries)));
        }
      }
    },
    [room, send, add, discard],
  );

  return {
    pending,
    discard,
    /** Sends a text as a new message. */
    say(text: string) {
      const message: Pending = {
        clientId: crypto.randomUUID(),
        text,
        after: last(),
        state: 'sending',
      };
      setPending((all) => [...all, message]);
      turn.current = turn.current.then(() => deliver(message));
    },
    /** Sends one that failed again: it is the same message, and stands once if it was taken after all. */
    again(message: Pending) {
      turn.current = turn.current.then(() => deliver(message));
    },
  };
}
