import { Lock } from '@upstash/lock';
import { Redis } from '@upstash/redis';
import { createLocks } from '@/lib/patterns/lock';
import { createClient } from '@/lib/redis/client';
import { createTrace, type TraceRecorder } from '@/lib/redis/record';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';

/** Takes a lock that nobody else wants and gives it back. */
export type TakeAndRelease = () => Promise<void>;

const prefix = 'bench-lock';
const ttlMs = 10_000;
const name = () => `resource-${crypto.randomUUID()}`;

/** The same twice: ours, with fence and line, and @upstash/lock, which has neither. */
export function createLockers(): {
  ours(trace?: TraceRecorder): TakeAndRelease;
  peer: TakeAndRelease;
  close(): Promise<void>;
} {
  const config = requireRedisConfig();
  const transport = createTransport(config);
  const shipped = new Redis({ ...config, enableTelemetry: false });
  return {
    // As the app does: a client for each request over one transport.
    ours(trace = createTrace()) {
      const locks = createLocks(createClient(transport, { trace }), { prefix });
      return async () => {
        const resource = name();
        const grant = await locks.acquire(resource, { ttlMs });
        if (!grant.acquired || (await locks.release(resource, grant.token)) !== 'released')
          throw new Error('Our lock was not taken and released');
      };
    },
    async peer() {
      const lock = new Lock({ id: `${prefix}-peer:${name()}`, redis: shipped, lease: ttlMs });
      if (!(await lock.acquire()) || !(await lock.release()))
        throw new Error('The lock of the peer was not taken and released');
    },
    close: () => transport.close(),
  };
}
