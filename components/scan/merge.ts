import type { PrefixSummary, Summary } from './api';

/**
 * Adds what the next call of a summary saw to what the calls before it did. Each call names its largest prefixes, so
 * of one that is never among them nothing is known but that it is small.
 */
export function mergeSummaries(before: Summary | undefined, after: Summary): Summary {
  if (before === undefined) return after;
  return {
    ...after,
    ...addedUp(before, after),
    prefixes: mergePrefixes(before.prefixes, after.prefixes),
    types: addRecords(before.types, after.types),
    expiries: addRecords(before.expiries, after.expiries),
  };
}

type Figures = Pick<Summary, 'keys' | 'sampled' | 'memoryBytes'>;

const addedUp = (a: Figures, b: Figures): Figures => ({
  keys: a.keys + b.keys,
  sampled: a.sampled + b.sampled,
  memoryBytes: a.memoryBytes + b.memoryBytes,
});

function mergePrefixes(a: readonly PrefixSummary[], b: readonly PrefixSummary[]): PrefixSummary[] {
  const merged = new Map(a.map((entry) => [entry.prefix, entry]));
  for (const entry of b) {
    const known = merged.get(entry.prefix);
    merged.set(entry.prefix, known ? { ...known, ...addedUp(known, entry) } : entry);
  }
  return [...merged.values()].sort((one, other) => other.keys - one.keys);
}

function addRecords<Name extends string>(
  a: Readonly<Record<Name, number>>,
  b: Readonly<Record<Name, number>>,
): Record<Name, number> {
  const sum: Record<string, number> = { ...a };
  for (const [name, value] of Object.entries<number>(b)) sum[name] = (sum[name] ?? 0) + value;
  return sum;
}

/** The memory of all keys of a prefix, from those of the sample; undefined where none of them was asked. */
export function estimatedBytes({ keys, sampled, memoryBytes }: Figures): number | undefined {
  return sampled === 0 ? undefined : (memoryBytes / sampled) * keys;
}
