import type { Redis } from '@upstash/redis';
import { createScan, type Scan } from '@/lib/patterns/scan';
import { createClient } from '@/lib/redis/client';
import type { TraceRecorder } from '@/lib/redis/record';
import { readOnlyTransport } from '@/lib/redis/shared-read-only';

/** A scan that reads keys with the token that may only read: whatever it is asked for, no key can be changed by it. */
export function readingScan({ redis, trace }: { redis: Redis; trace: TraceRecorder }): Scan {
  return createScan(redis, { reader: createClient(readOnlyTransport(), { trace }) });
}
