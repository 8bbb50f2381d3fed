import type { Redis } from '@upstash/redis';
import type { ResultOf } from '@/lib/contract';
import { sharedDatabase } from '@/lib/database/shared';
import { CodedError } from '@/lib/errors';
import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { keys } from '@/lib/http/health-key';
import { outageOf } from '@/lib/redis/outage';
import { readHealth } from '@/lib/service';

/** How long one look serves all who ask: anybody may, as often as they like. */
const sharedMs = 1_000;
let last: { at: number; look: Promise<ResultOf<typeof readHealth>> } | undefined;

// A service that is missing or away makes this the 503 that the operations which need it answer too.
export const GET = handle(readHealth, (call) => {
  const at = Date.now();
  if (!last || Math.abs(at - last.at) >= sharedMs) last = { at, look: look(() => call.redis) };
  return last.look;
});

async function look(client: () => Redis): Promise<ResultOf<typeof readHealth>> {
  const [redis, database] = await Promise.allSettled([
    // A write, as most of what the app does: a Redis that is full or a replica answers a PING.
    timed(() => client().set(keys.health({ prefix: 'rp' }), '', { ex: 60 })),
    timed(() =>
      sharedDatabase('essential').query<{ server_version: string }>('show server_version'),
    ),
  ]);
  if (redis.status === 'rejected' || database.status === 'rejected')
    throw joined(
      [redis, database].flatMap((check) =>
        'reason' in check ? [outageOf(check.reason) ?? check.reason] : [],
      ),
    );
  return {
    ok: true as const,
    redis: { latencyMs: redis.value.latencyMs },
    database: {
      latencyMs: database.value.latencyMs,
      version: database.value.answer[0]?.server_version ?? '',
    },
  };
}

async function timed<T>(ask: () => Promise<T>): Promise<{ answer: T; latencyMs: number }> {
  const started = performance.now();
  const answer = await ask();
  return { answer, latencyMs: performance.now() - started };
}

/** One error that tells of all, so that what is missing is read once, not one after the other. */
function joined(errors: unknown[]): unknown {
  const coded = errors.filter((error) => error instanceof CodedError);
  const [first] = coded;
  if (!first || coded.length < errors.length) return errors.find((error) => error !== first);
  return new CodedError(first.code, coded.map(({ message }) => message).join(' '), {
    fields: coded.flatMap(({ fields }) => fields),
    retryAfterSeconds: first.retryAfterSeconds,
    cause: first.cause,
  });
}

export const OPTIONS = preflight([readHealth]);
