'use client';

import { useEffect, useRef, useState } from 'react';
import { fill } from '@/lib/http/call';
import { streamMessages } from './api';

const dropMs = 10_000;

/** A plain subscriber beside this tab's stream, and the drop that hits both. */
export interface Comparison {
  /** Where it began: what was said before is no part of it. */
  from: string;
  /** Ids that the plain subscriber got. */
  got: ReadonlySet<string>;
  /** When the connections come back, in epoch milliseconds; undefined while they stand. */
  backAt: number | undefined;
}

/**
 * Drops this tab's connection and that of a plain subscriber, a second stream of bare pub/sub, for ten seconds. The
 * subscriber is a real one, opened when the comparison begins.
 */
export function usePlain(room: string, last: () => string, dropMain: (ms: number) => void) {
  const [comparison, setComparison] = useState<Comparison>();
  const source = useRef<EventSource>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const end = () => {
    source.current?.close();
    source.current = undefined;
    clearTimeout(timer.current);
  };
  useEffect(() => end, [room]);

  function open(): EventSource {
    const made = new EventSource(`${fill(streamMessages.path, { room })}?plain=true`);
    made.addEventListener('ring', ({ data }: MessageEvent<string>) => {
      const { id } = JSON.parse(data) as { id?: string };
      if (id === undefined) return;
      setComparison((now) => now && { ...now, got: new Set(now.got).add(id) });
    });
    source.current = made;
    return made;
  }

  function drop() {
    source.current?.close();
    dropMain(dropMs);
    setComparison((now) => now && { ...now, backAt: Date.now() + dropMs });
    timer.current = setTimeout(() => {
      open();
      setComparison((now) => now && { ...now, backAt: undefined });
    }, dropMs);
  }

  return {
    comparison,
    /** Begins to listen beside; drops both once the subscriber listens. */
    start() {
      end();
      setComparison({ from: last(), got: new Set(), backAt: undefined });
      open().addEventListener('hello', drop, { once: true });
    },
    stop() {
      end();
      setComparison(undefined);
    },
  };
}
