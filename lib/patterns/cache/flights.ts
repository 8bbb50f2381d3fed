import type { Claim, Place, Sight } from './store';
import type { Load } from './load';

/**
 * What one process has under way, so that its readers share it. Nothing stays once it is done; nothing here needs to be
 * kept for the cache to be right.
 */
export interface Flights {
  /** Puts the events of this process in their order. */
  tick(): number;
  /** By who may share them, as are `waits`. */
  claims: Map<string, { sentAt: number; claimed: Promise<Claimed> }>;
  /** By the key of the value, as are `directs`. */
  loads: Map<string, Load>;
  waits: Map<string, Wait>;
  /** Loads without Redis. */
  directs: Map<string, { begunAt: number; loaded: Promise<Direct> }>;
}

/** What a load without Redis came to; `own` where it is for its caller alone. */
interface Direct {
  text: string | undefined;
  own: string | undefined;
}

export interface Claimed {
  claim: Claim;
  /** The load that it was granted. */
  load: Load | undefined;
}

/** One loop that asks for all readers of this process whether a load of another is over. */
export interface Wait {
  grant: string;
  /** How many listen; with none left it ends. */
  readers: { count: number };
  /** What was seen then. */
  over: Promise<Sight>;
}

export function createFlights(): Flights {
  let order = 0;
  return {
    tick: () => ++order,
    claims: new Map(),
    loads: new Map(),
    waits: new Map(),
    directs: new Map(),
  };
}

/** Who may share a look or a claim: readers of one key who judge it by the same tags. */
export const sharedBy = ({ entry, tags }: Place): string => [entry, ...tags].join('\n');

/** Keeps something under a key until its work is done, however it ends. */
export function keepWhile<T>(
  map: Map<string, T>,
  key: string,
  value: T,
  work: Promise<unknown>,
): T {
  map.set(key, value);
  const forget = () => {
    if (map.get(key) === value) map.delete(key);
  };
  work.then(forget, forget);
  return value;
}
