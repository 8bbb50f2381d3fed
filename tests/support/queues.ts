import { createQueue, type QueueOptions } from '@/lib/patterns/queue';
import { keys } from '@/lib/patterns/queue/keys';
import { freshPrefixes, testRedis } from './redis';

/** Makes queues that no other test uses, each with a clock that can be moved for one of its jobs. */
export function freshQueues() {
  const { redis } = testRedis();
  const freshPrefix = freshPrefixes();
  return (options: Partial<QueueOptions> = {}) => {
    const prefix = freshPrefix();
    const queue = createQueue(redis, { prefix, name: 'test', ...options });
    const schedule = keys.schedule({ prefix, queue: 'test' });
    return {
      prefix,
      queue,
      schedule,
      redis,
      /** Lets time pass for a job that is delayed or active, and for nothing else: so much less is left for it. */
      pass: (id: string, ms: number) => redis.zincrby(schedule, -ms, id),
    };
  };
}
