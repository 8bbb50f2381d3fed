import { createCache } from '@/lib/patterns/cache';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

interface Work {
  prefix: string;
  /** The key that counts the loads of all processes. */
  loads: string;
  readers: number;
  /** How long a load takes; one that never ends is told of when it has begun. */
  loadMs: number | null;
  leaseMs?: number;
}

/** So many readers of one key at once. */
process.on('message', async ({ prefix, loads, readers, loadMs, leaseMs }: Work) => {
  const redis = createClient(sharedTransport());
  const cache = createCache(redis, {
    prefix,
    name: 'test',
    ttlMs: 60_000,
    ...(leaseMs !== undefined && { leaseMs }),
  });
  const load = async () => {
    const number = await redis.incr(loads);
    // Infinity does not survive JSON.
    if (loadMs === null) {
      process.send!('loading');
      await new Promise(() => undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, loadMs!));
    return number;
  };
  process.send!(await Promise.all(Array.from({ length: readers }, () => cache.get('k', { load }))));
});
process.send!('ready');
