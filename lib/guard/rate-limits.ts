import 'server-only';
import type { Redis } from '@upstash/redis';
import {
  createDenialCache,
  createRateLimit,
  createStatusRecorder,
  type RateLimit,
} from '../patterns/rate-limit';
import { createClient } from '../redis/client';
import { sharedTransport } from '../redis/shared';
import { policies } from './policies';

/** One of each a process, however many requests it serves. */
const denials = createDenialCache();
export const recorder = createStatusRecorder(() => createClient(sharedTransport()), { everyMs: 0 });

const gatherMs = 1_000;
let writing: Promise<void> | undefined;

/**
 * Writes what was noted for the charts, once for all requests of a second. Wait for it after the answer: where a
 * platform freezes the process between requests, a timer of the recorder's own would stand still. What could not be
 * written is written with the next.
 */
export function chartsWritten(): Promise<void> {
  return (writing ??= gather().finally(() => (writing = undefined)));
}

async function gather(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, gatherMs));
  await recorder.flush().catch((error: unknown) => {
    console.error('The rate-limit charts could not be written', error);
  });
}

/** This deployment's rate limits, over a request's own client. */
export function rateLimits(redis: Redis): RateLimit {
  return createRateLimit(redis, { policies, denials, recorder });
}
