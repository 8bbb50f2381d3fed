'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { useAction } from '../live/use-action';
import { changeCounter } from './api';
import { startHeartbeat, type Heartbeat } from './heartbeat';

/** The counter that the usual snippet keeps. */
export const naiveCounter = 'online-users';

/** A tab that this page plays: its heartbeats and its INCR and DECR are real calls. */
export interface LabTab {
  id: number;
  user: string;
  state: 'open' | 'closed' | 'killed';
  /** When it was opened, closed or killed, in epoch milliseconds. */
  at: number;
}

export interface Lab {
  tabs: readonly LabTab[];
  open(user: string): void;
  end(tab: LabTab, how: 'closed' | 'killed'): void;
  /** Sets the naive counter to 0, which is all that helps it. */
  reset(value: number): void;
}

const mostListed = 8;

/** @param onChange called when something was changed that a poll should show */
export function useLab(onChange: () => void): Lab {
  const act = useAction();
  const [tabs, setTabs] = useState<readonly LabTab[]>([]);
  const heartbeats = useRef(new Map<number, Heartbeat>());
  const lastId = useRef(0);

  useEffect(() => {
    const all = heartbeats.current;
    const leaveAll = () => all.forEach((heartbeat) => heartbeat.leave());
    window.addEventListener('pagehide', leaveAll);
    return () => {
      window.removeEventListener('pagehide', leaveAll);
      leaveAll();
      all.clear();
    };
  }, []);

  const count = useCallback(
    async (by: number, label: string) => {
      const failed = 'The naive counter was not changed';
      await act(changeCounter, { params: { name: naiveCounter }, body: { by } }, { label, failed });
      onChange();
    },
    [act, onChange],
  );

  const open = useCallback(
    (user: string) => {
      const id = ++lastId.current;
      heartbeats.current.set(id, startHeartbeat('lab', user, onChange));
      setTabs((all) =>
        [{ id, user, state: 'open' as const, at: Date.now() }, ...all].slice(0, mostListed),
      );
      void count(1, `Tab of ${user} opens`);
    },
    [count, onChange],
  );

  const end = useCallback(
    (tab: LabTab, how: 'closed' | 'killed') => {
      const heartbeat = heartbeats.current.get(tab.id);
      heartbeats.current.delete(tab.id);
      setTabs((all) =>
        all.map((other) =>
          other.id === tab.id ? { ...other, state: how, at: Date.now() } : other,
        ),
      );
      if (how === 'killed') return heartbeat?.kill();
      heartbeat?.leave();
      void count(-1, `Tab of ${tab.user} closes`);
    },
    [count],
  );

  const reset = useCallback(
    (value: number) => {
      if (value !== 0) void count(-value, 'Reset of the naive counter');
    },
    [count],
  );

  return { tabs, open, end, reset };
}
