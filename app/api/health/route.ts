import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { readHealth } from '@/lib/service';

// A Redis that is missing or away makes this the 503 that every other operation answers too.
export const GET = handle(readHealth, async ({ redis }) => {
  const started = performance.now();
  await redis.ping();
  return { ok: true as const, redis: { latencyMs: performance.now() - started } };
});

export const OPTIONS = preflight([readHealth]);
