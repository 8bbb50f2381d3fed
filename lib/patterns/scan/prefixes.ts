import type { PrefixSummary } from './contract';
import { literalPrefixOf } from './glob';

/** The most prefixes of one answer, and of them below one parent. */
const most = { top: 60, below: 8 };

/** Keys, and of those that were asked the memory. */
interface Tally {
  keys: number;
  sampled: number;
  memoryBytes: number;
}

/**
 * Counts keys by prefix, two levels below what every key of the pattern begins with. Names are split at colons and
 * nowhere else; the brace of a hash tag stays, so that each prefix is just what its keys begin with.
 */
export function createPrefixTree(match: string) {
  const literal = literalPrefixOf(match);
  const base = literal.lastIndexOf(':') + 1;
  const tops = new Map<string, Tally & { below: Map<string, Tally> }>();

  /** The first level and, where there are two, the second. */
  function levels(key: string): [string?, string?] {
    const first = key.indexOf(':', base) + 1;
    if (first === 0) return [];
    const second = key.indexOf(':', first) + 1;
    return [key.slice(0, first), ...(second === 0 ? [] : [key.slice(0, second)])] as [string];
  }
  function tallies(key: string): Tally[] {
    const [top, under] = levels(key);
    if (top === undefined) return [];
    const tally = tops.get(top) ?? { ...none(), below: new Map<string, Tally>() };
    tops.set(top, tally);
    if (under === undefined) return [tally];
    const child = tally.below.get(under) ?? none();
    tally.below.set(under, child);
    return [tally, child];
  }

  return {
    add(key: string): void {
      for (const tally of tallies(key)) tally.keys += 1;
    },
    addMemory(key: string, bytes: number): void {
      for (const tally of tallies(key)) {
        tally.sampled += 1;
        tally.memoryBytes += bytes;
      }
    },
    /** The largest, each with the largest below it. */
    largest: (): PrefixSummary[] =>
      largestOf(tops, most.top).flatMap(([prefix, { below, ...tally }]) => [
        { prefix, parent: null, ...tally },
        ...largestOf(below, most.below).map(([child, own]) => ({
          prefix: child,
          parent: prefix,
          ...own,
        })),
      ]),
  };
}

const none = (): Tally => ({ keys: 0, sampled: 0, memoryBytes: 0 });

function largestOf<T extends Tally>(tallies: ReadonlyMap<string, T>, count: number): [string, T][] {
  return [...tallies]
    .sort(([one, a], [other, b]) => b.keys - a.keys || (one < other ? -1 : 1))
    .slice(0, count);
}
