import type { Redis } from '@upstash/redis';
import { expect } from 'vitest';
import {
  createCache,
  createFlights,
  type Cache,
  type CacheOptions,
  type Loader,
} from '@/lib/patterns/cache';
import { keys } from '@/lib/patterns/cache/keys';
import { createClient } from '@/lib/redis/client';
import { createTrace } from '@/lib/redis/record';
import { sharedTransport } from '@/lib/redis/shared';
import { freshPrefixes, testRedis } from './redis';

/** Makes caches under keys of their own. */
export function freshCaches() {
  const { redis } = testRedis();
  const freshPrefix = freshPrefixes();
  return (options: Partial<CacheOptions> = {}) => {
    const prefix = freshPrefix();
    const errors: unknown[] = [];
    /** The cache as another process has it: nothing shared but Redis. */
    const process = (more: Partial<CacheOptions> = {}, client: Redis = redis): Cache =>
      createCache(client, {
        prefix,
        name: 'test',
        ttlMs: 60_000,
        jitter: 0,
        flights: createFlights(),
        onError: (error) => errors.push(error),
        ...options,
        ...more,
      });
    const key = (kind: 'entry' | 'state', name = 'k') =>
      keys[kind]({ prefix, name: 'test', version: options.schemaVersion ?? 1, key: name });
    const tag = (name: string) => keys.tag({ prefix, name: 'test', tag: name });
    /** A process whose trips are counted. */
    const traced = () => {
      const trace = createTrace();
      const cache = process({}, createClient(sharedTransport(), { trace }));
      return { cache, trace };
    };
    return {
      prefix,
      process,
      cache: process(),
      traced,
      key,
      tag,
      errors,
      letPass: (ms: number, name?: string) =>
        letPass(redis, key('entry', name), key('state', name), ms),
    };
  };
}

/** Lets time pass for one value and for nothing else, so that a test of minutes takes milliseconds. */
export async function letPass(
  redis: Redis,
  entry: string,
  state: string,
  ms: number,
): Promise<void> {
  const stored = await redis.get<string>(entry);
  if (stored !== null) {
    const [at, rest] = [stored.slice(0, stored.indexOf(' ')), stored.slice(stored.indexOf(' '))];
    await redis.set(entry, `${Number(at) - ms}${rest}`, { keepTtl: true });
  }
  for (const key of [entry, state]) {
    const left = (await redis.pttl(key)) - ms;
    if (left > 0) await redis.pexpire(key, left);
    else await redis.unlink(key);
  }
}

/** What stands behind a cache: counts its loads, and can hold them back. */
export interface Origin<T> {
  value: T;
  loads: number;
  load: Loader<T>;
  /** Loads what is there when it begins, and waits for `release`. */
  held: Loader<T>;
  /** Resolves when the first held load has begun. */
  started: Promise<void>;
  release(): void;
}

export function origin<T>(value: T): Origin<T> {
  let release = () => {};
  let begun = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const started = new Promise<void>((resolve) => (begun = resolve));
  const it: Origin<T> = {
    value,
    loads: 0,
    started,
    release: () => release(),
    async load() {
      it.loads += 1;
      return it.value;
    },
    async held() {
      it.loads += 1;
      const { value: asItWas } = it;
      begun();
      await gate;
      return asItWas;
    },
  };
  return it;
}

export const failing: Loader<never> = async () => {
  throw new Error('The origin is down');
};

/** Asks until it is so. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(holds, { interval: 5 }).toBe(true);
}
