'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import { useCall } from '../live/use-call';
import { sendTyping } from './api';

/** Whoever was said to type does so for this long, unless it is said again. */
const lastsMs = 5_000;
const againMs = 3_000;

/** Who types in a room, and telling the others that one does oneself. */
export function useTyping(room: string) {
  const send = useCall();
  const [users, setUsers] = useState<readonly string[]>([]);
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const toldAt = useRef(0);
  useEffect(() => {
    const all = timers.current;
    return () => all.forEach((timer) => clearTimeout(timer));
  }, []);

  const stop = useCallback((user: string) => {
    clearTimeout(timers.current.get(user));
    timers.current.delete(user);
    setUsers((all) => all.filter((each) => each !== user));
  }, []);
  const hear = useCallback(
    (user: string) => {
      clearTimeout(timers.current.get(user));
      timers.current.set(
        user,
        setTimeout(() => stop(user), lastsMs),
      );
      setUsers((all) => (all.includes(user) ? all : [...all, user]));
    },
    [stop],
  );
  const tell = useCallback(() => {
    if (Date.now() - toldAt.current < againMs) return;
    toldAt.current = Date.now();
    // Nothing is lost with a notice that fails: the next one says the same.
    send(sendTyping, { params: { room }, body: {} }, { label: 'Typing', series: 'Typing' }).catch(
      (error: unknown) => {
        if (!(error instanceof ProblemError)) throw error;
      },
    );
  }, [room, send]);
  return { users, hear, stop, tell };
}
