'use client';

import { createContext, use, useMemo, type ReactNode } from 'react';
import type { Problem } from '@/lib/http/problem';
import { createStore, useStore, type Store } from '../ui/store';
import type { Exchange } from './wire-log';

/** What is known of one polled resource of the page. */
export interface Poll {
  label: string;
  hasData: boolean;
  /** When its last good answer arrived, in epoch milliseconds. */
  updatedAt: number | undefined;
  problem: Problem | undefined;
  /** When a failed one is tried again, in epoch milliseconds; undefined where it is not. */
  nextTryAt: number | undefined;
  refreshing: boolean;
  /** False where it was read once and is over. */
  polls: boolean;
  /** False where it rests while nobody touches the page. */
  whileIdle: boolean;
  /** Billed commands of its last answers, newest last; empty where the server does not show them. */
  commands: readonly number[];
  refresh(): void;
}

interface LiveGround {
  polls: Store<ReadonlyMap<string, Poll>>;
  log: Store<readonly Exchange[]>;
}

const Ground = createContext<LiveGround | null>(null);

/** Holds what a page's polls and actions have in common: the live bar and the wire panel read it. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const ground = useMemo<LiveGround>(
    () => ({
      polls: createStore<ReadonlyMap<string, Poll>>(new Map()),
      log: createStore<readonly Exchange[]>([]),
    }),
    [],
  );
  return <Ground value={ground}>{children}</Ground>;
}

export function useLiveGround(): LiveGround {
  const ground = use(Ground);
  if (ground === null) throw new Error('This part must stand inside a LiveProvider');
  return ground;
}

/** The polls of this page that are under way, in the order in which they began. */
export function usePolls(): Poll[] {
  const { polls } = useLiveGround();
  const all = useStore(polls);
  return useMemo(() => [...all.values()], [all]);
}

export function useWireLog(): readonly Exchange[] {
  return useStore(useLiveGround().log);
}
