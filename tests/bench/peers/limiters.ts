import { Ratelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis';
import { createDenialCache, createRateLimit, type Policy } from '@/lib/patterns/rate-limit';
import { createClient } from '@/lib/redis/client';
import { createTrace, type TraceRecorder } from '@/lib/redis/record';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';

/** Whether one caller may go on. */
export type Check = (identifier: string) => Promise<boolean>;

const prefix = 'bench-limit';
const limit = 100;

/** So many callers that none is refused at the pace of a bench. */
const callers = 20_000;
export const someone = () => `caller-${Math.floor(Math.random() * callers)}`;

/** The same limit twice: ours, exact, and the sliding window of @upstash/ratelimit, which weighs the window before. */
export function createLimiters(windowSeconds = 10): {
  ours(trace?: TraceRecorder): Check;
  peer: Check;
  close(): Promise<void>;
} {
  const config = requireRedisConfig();
  const transport = createTransport(config);
  const denials = createDenialCache();
  const policies: Policy[] = [
    {
      name: 'bench',
      limits: [{ algorithm: 'sliding-log', limit, windowMs: windowSeconds * 1_000 }],
      onRedisDown: 'refuse',
    },
  ];
  const peer = new Ratelimit({
    redis: new Redis({ ...config, enableTelemetry: false }),
    limiter: Ratelimit.slidingWindow(limit, `${windowSeconds} s`),
    prefix: `${prefix}-peer`,
  });
  return {
    // As the app does: a client for each request over one transport.
    ours(trace = createTrace()) {
      const redis = createClient(transport, { trace });
      const limits = createRateLimit(redis, { prefix, policies, denials });
      return async (identifier) => (await limits.check('bench', identifier)).allowed;
    },
    peer: async (identifier) => (await peer.limit(identifier)).success,
    close: () => transport.close(),
  };
}
