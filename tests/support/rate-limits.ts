import {
  createDenialCache,
  createRateLimit,
  type Limit,
  type Policy,
} from '@/lib/patterns/rate-limit';
import { keys } from '@/lib/patterns/rate-limit/keys';
import { createRecordClock } from './record-clock';
import { freshPrefixes, testRedis } from './redis';

export const who = 'ann';

const limitOf =
  (algorithm: Limit['algorithm']) =>
  (limit: number, windowMs = 60_000): Limit => ({ algorithm, limit, windowMs });

export const fixed = limitOf('fixed-window');
export const log = limitOf('sliding-log');
export const bucket = limitOf('token-bucket');

/** Makes limiters with one policy, `p`, that ask Redis each time. */
export function freshLimiters() {
  const { redis } = testRedis();
  const freshPrefix = freshPrefixes();
  return (limits: Limit | Limit[], options: Partial<Policy> = {}) => {
    const prefix = freshPrefix();
    const policy: Policy = {
      name: 'p',
      limits: [limits].flat(),
      onRedisDown: 'refuse',
      ...options,
    };
    const policies = [policy];
    const open = (client = redis) =>
      createRateLimit(client, { prefix, policies, denials: createDenialCache({ max: 0 }) });
    const key = keys.record({ prefix, policy: 'p', identifier: who });
    const clock = createRecordClock(redis, key);
    return { prefix, policy, policies, key, open, limiter: open(), clock };
  };
}
