import { errors, type Redis } from '@upstash/redis';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createAnalytics } from '@/lib/patterns/analytics';
import { readStats } from '@/lib/patterns/cache';
import { places } from '@/lib/patterns/counters/contract-presence';
import { createPresence } from '@/lib/patterns/counters/presence';
import { createQueue } from '@/lib/patterns/queue';
import { readStatus } from '@/lib/patterns/rate-limit';
import { createSessions } from '@/lib/patterns/sessions';
import { readOverview } from '@/lib/service';

export const GET = handle(readOverview, async ({ redis }) => {
  const started = performance.now();
  // All of one turn, so that they share one round trip.
  const [info, keys, pageViews, visitorsNow, activeSessions, status, caches, depth] =
    await Promise.all([
      serverInfo(redis),
      redis.dbsize(),
      createAnalytics(redis).pulse(),
      createPresence(redis, { place: 'site', ...places.site }).count(),
      createSessions(redis).activeCount(),
      readStatus(redis, { range: '1h', named: 0 }),
      readStats(redis, { range: '1h' }),
      createQueue(redis, { name: 'jobs' }).depth(),
    ]);
  const { allowed, refused, series } = status;
  return {
    now: Date.now(),
    redis: { latencyMs: performance.now() - started, keys, ...info },
    visitorsNow,
    pageViews,
    activeSessions,
    rateLimits: {
      allowed,
      refused,
      series: series.map((point) => ({ at: point.at, refused: point.refused })),
    },
    caches: {
      reads: caches.reads,
      hitRatio: caches.hitRatio,
      series: caches.series.map((point) => ({ at: point.at, hitRatio: point.hitRatio })),
    },
    queueDepth: depth,
  };
});

export const OPTIONS = preflight([readOverview]);

/** What Redis says of itself; a host may say less, or nothing. */
async function serverInfo(redis: Redis) {
  const text = await redis.exec<string>(['INFO']).catch((error: unknown) => {
    if (error instanceof errors.UpstashError) return '';
    throw error;
  });
  const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(text)?.[1];
  const memory = field('used_memory');
  return {
    memoryBytes: memory === undefined ? null : Number(memory),
    version: field('redis_version') ?? null,
  };
}
