import 'server-only';
import type { Redis } from '@upstash/redis';
import {
  createDenialCache,
  createRateLimit,
  createStatusRecorder,
  type RateLimit,
} from '../patterns/rate-limit';
import { lateClient } from '../http/late';
import { policies } from './policies';

/** One of each a process, however many requests it serves. */
const denials = createDenialCache();
export const recorder = createStatusRecorder(lateClient, {
  onError: (error) => console.error('The rate-limit charts could not be written', error),
});

/** This deployment's rate limits, over a request's own client. */
export function rateLimits(redis: Redis): RateLimit {
  return createRateLimit(redis, { policies, denials, recorder });
}
