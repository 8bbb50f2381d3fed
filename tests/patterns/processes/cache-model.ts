import { createCache } from '@/lib/patterns/cache';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

/** What one server process saw, by the clock that all processes share. */
export interface ModelReport {
  writes: { version: number; returnedAt: number }[];
  reads: { startedAt: number; version: number; status: string }[];
}

interface Work {
  prefix: string;
  /** The key of the true version. */
  truth: string;
  /** It ends after this many writes and reads, however long that takes. */
  writes: number;
  reads: number;
}

const monotonicMs = () => Number(process.hrtime.bigint() / 1_000n) / 1_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * ms));

/** A server that reads without pause, and now and then writes and invalidates. */
process.on('message', async ({ prefix, truth, writes, reads }: Work) => {
  const redis = createClient(sharedTransport());
  const cache = createCache(redis, { prefix, name: 'test', ttlMs: 100, staleMs: 100 });
  const report: ModelReport = { writes: [], reads: [] };
  const isGoing = () => report.writes.length < writes || report.reads.length < reads;
  const load = async () => {
    await pause(5);
    const version = Number((await redis.get(truth)) ?? 0);
    await pause(15);
    return version;
  };
  const reader = async () => {
    while (isGoing()) {
      const startedAt = monotonicMs();
      const { value, status } = await cache.get('k', { tags: ['a'], load });
      report.reads.push({ startedAt, version: value!, status });
      await pause(4);
    }
  };
  const writer = async () => {
    while (isGoing()) {
      const version = await redis.incr(truth);
      await cache.invalidate(Math.random() < 0.5 ? { tags: ['a'] } : { keys: ['k'] });
      report.writes.push({ version, returnedAt: monotonicMs() });
      await pause(80);
    }
  };
  await Promise.all([reader(), reader(), reader(), reader(), writer()]);
  process.send!(report);
});
process.send!('ready');
