'use client';

import { useCallback, useState } from 'react';
import { decodeWire, wireHeader } from '@/lib/http/wire';
import { announce } from '../live/announcer';
import { useLiveGround } from '../live/live-provider';
import { logged } from '../live/wire-log';
import { looks } from '../cache/why';
import type { CacheReading } from '../cache/api';
import { readingOf } from './course';

/** One request with its answer, as both went over the wire. */
export interface Exchange {
  number: number;
  id: string;
  at: number;
  url: string;
  sent: Readonly<Record<string, string>>;
  status: number;
  headers: Headers;
  /** The body; of a 304, what was had already. */
  text: string;
  bytes: number;
  tookMs: number;
  cache?: CacheReading;
}

const maxKept = 60;
/** Chosen here, or browsers add a "no-cache" of their own. It takes any stored answer, old ones too. */
const anyStored = 'max-stale';

/** Asks by HTTP as any client does, and keeps what was said: the browser's own cache has no part in it. */
export function useAsk(label: string) {
  const { log } = useLiveGround();
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string>();

  const ask = useCallback(
    async (url: string, headers: Record<string, string>, known?: Exchange) => {
      setAsking(true);
      const sent = { 'cache-control': anyStored, ...headers };
      try {
        const exchange = await request(url, sent, known);
        setProblem(undefined);
        setExchanges((all) => [
          ...all.slice(1 - maxKept),
          { ...exchange, number: (all.at(-1)?.number ?? 0) + 1 },
        ]);
        const { at, tookMs, status, cache } = exchange;
        const wire = decodeWire(exchange.headers.get(wireHeader));
        const told = {
          data: undefined,
          wire,
          status,
          at,
          tookMs,
          url,
          method: 'GET',
          sent: undefined,
        };
        const entry = { kind: 'action', label, series: label, method: 'GET', url } as const;
        log.update((all) => logged(all, entry, told));
        announce(cache ? `${status}, ${looks[cache.status].label}` : `${status}`);
        return exchange;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        setProblem('The server does not answer.');
        return undefined;
      } finally {
        setAsking(false);
      }
    },
    [label, log],
  );
  return { exchanges, latest: exchanges.at(-1), asking, problem, ask };
}

async function request(url: string, sent: Record<string, string>, known?: Exchange) {
  const started = performance.now();
  const headers = { ...sent, [wireHeader]: '1' };
  const answer = await fetch(url, { headers, cache: 'no-store', credentials: 'same-origin' });
  const body = await answer.arrayBuffer();
  const tookMs = performance.now() - started;
  const cache = readingOf(answer.headers, tookMs);
  return {
    id: url,
    at: Date.now(),
    url,
    sent,
    status: answer.status,
    headers: answer.headers,
    text: answer.status === 304 ? (known?.text ?? '') : new TextDecoder().decode(body),
    bytes: body.byteLength,
    tookMs,
    ...(cache && { cache }),
  };
}
