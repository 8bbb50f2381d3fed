import type { Redis } from '@upstash/redis';
import { createCache, createFlights } from './index';
import { keys } from './keys';

export const ttlMs = 1_000;
export const leaseMs = 300;
export const falsy = [0, '', false, null];
const tag = 'all';

const names = ['rush', 'killed', 'raced', 'outage', ...falsy.map((_, i) => `falsy-${i}`)];

export type Load = () => Promise<unknown>;

/** One way to cache. A process has a client of its own, and shares nothing else with another. */
export interface Side {
  keys: string[];
  process(redis: Redis): {
    read(name: string, load: Load): Promise<unknown>;
    invalidate(name: string): Promise<unknown>;
  };
}

/** The snippet, its keys below the proof's prefix. */
export function naive(prefix: string): Side {
  const key = (name: string) => `user:${prefix}:${name}`;
  return {
    keys: names.map(key),
    process: (redis) => ({
      async read(name, load) {
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
  const times = { ttlMs, jitter: 0, graceMs: 60_000, leaseMs, loadTimeoutMs: 5_000 };
  return {
    keys: [
      ...names.flatMap((key) => [keys.entry({ ...place, key }), keys.state({ ...place, key })]),
      keys.tag({ ...place, tag }),
    ],
    process(redis) {
      const cache = createCache(redis, {
        ...place,
        ...times,
        flights: createFlights(),
        // The schedule breaks the origin on purpose; who is turned away is counted.
        onError: () => undefined,
      });
      return {
        read: async (name, load) => (await cache.get(name, { tags: [tag], load })).value,
        invalidate: () => cache.invalidate({ tags: [tag] }),
      };
    },
  };
}
