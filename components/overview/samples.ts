import { useEffect, useState } from 'react';
import { createStore, useStore } from '../ui/store';

const most = 60;

/** The values of the last polls, oldest first; `at` tells one poll from the next where the value is the same. */
export function useSamples(value: number | undefined, at: number | undefined): readonly number[] {
  const [samples] = useState(() => createStore<readonly number[]>([]));
  useEffect(() => {
    if (value === undefined || at === undefined) return;
    samples.update((all) => [...all, value].slice(-most));
  }, [samples, value, at]);
  return useStore(samples);
}

/** The least sample that at least the share `q` of all do not exceed (nearest rank). */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}
