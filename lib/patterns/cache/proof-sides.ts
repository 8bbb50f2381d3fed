import type { Redis } from '@upstash/redis';
import { createCache, createFlights } from './index';
import { keys } from './keys';

/** Far longer than any step of the schedule takes, so that a busy machine alone ends nothing. */
const usual = { ttlMs: 60_000, leaseMs: 10_000 };
/** What the schedule waits out for real. */
export const shortMs = 1_000;
export const falsy = [0, '', false, null];
const tag = 'all';

const names = ['rush', 'killed', 'raced', 'outage', ...falsy.map((_, i) => `falsy-${i}`)];

export type Load = () => Promise<unknown>;

/** The times of a read, where they are not the usual ones. */
export type Times = Partial<typeof usual>;

/** One way to cache. A process has a client of its own, and shares nothing else with another. */
export interface Side {
  keys: string[];
  process(redis: Redis): {
    read(name: string, load: Load, times?: Times): Promise<unknown>;
    invalidate(name: string): Promise<unknown>;
  };
}

/** The snippet, its keys below the proof's prefix. */
export function naive(prefix: string): Side {
  const key = (name: string) => `user:${prefix}:${name}`;
  return {
    keys: names.map(key),
    process: (redis) => ({
      async read(name, load, { ttlMs = usual.ttlMs } = {}) {
        const text = await redis.get<string>(key(name));
        const cached: unknown = text === null ? null : JSON.parse(text);
        if (cached) return cached;
        const value = await load();
        await redis.set(key(name), JSON.stringify(value), { ex: ttlMs / 1_000 });
        return value;
      },
      invalidate: (name) => redis.del(key(name)),
    }),
  };
}

/** This room. */
export function safe(prefix: string): Side {
  const place = { prefix, name: 'proof', version: 1 };
  return {
    keys: [
      ...names.flatMap((key) => [keys.entry({ ...place, key }), keys.state({ ...place, key })]),
      keys.tag({ ...place, tag }),
    ],
    process(redis) {
      const cache = createCache(redis, {
        ...place,
        ...usual,
        jitter: 0,
        graceMs: 60_000,
        flights: createFlights(),
        // The schedule breaks the origin on purpose; who is turned away is counted.
        onError: () => undefined,
      });
      return {
        read: async (name, load, times) =>
          (await cache.get(name, { tags: [tag], load, ...times })).value,
        invalidate: () => cache.invalidate({ tags: [tag] }),
      };
    },
  };
}
