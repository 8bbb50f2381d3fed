'use client';

import { useCallback, useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import { useCall } from '../live/use-call';
import { readProfile, type CacheReading, type Profile } from './api';

/** One read of a profile, as its answer told of it. */
export interface Read {
  number: number;
  id: string;
  at: number;
  profile?: Profile;
  cache?: CacheReading;
  /** Why there is no profile. */
  problem?: string;
}

const maxKept = 60;

/** The profiles that were read on this page, newest last. */
export function useReads() {
  const send = useCall();
  const [reads, setReads] = useState<readonly Read[]>([]);
  const [reading, setReading] = useState(0);
  const latest = reads.at(-1);

  const read = useCallback(
    async (id: string) => {
      setReading((n) => n + 1);
      const done = (found: Partial<Read>) =>
        setReads((all) => {
          const number = (all.at(-1)?.number ?? 0) + 1;
          return [...all.slice(1 - maxKept), { number, id, at: Date.now(), ...found }];
        });
      try {
        const label = 'Read a profile';
        const { data } = await send(readProfile, { params: { id } }, { label, series: label });
        done(data);
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        done({ problem: error.problem.detail });
      } finally {
        setReading((n) => n - 1);
      }
    },
    [send],
  );

  const latestId = latest?.id;
  const again = useCallback(async () => {
    if (latestId !== undefined) await read(latestId);
  }, [latestId, read]);

  return { reads, latest, reading: reading > 0, read, again };
}

export type Reads = ReturnType<typeof useReads>;
