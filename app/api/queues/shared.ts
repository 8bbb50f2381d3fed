import type { Redis } from '@upstash/redis';
import { CodedError } from '@/lib/errors';
import type { Caller } from '@/lib/http/admission';
import { createQueue, type Queue } from '@/lib/patterns/queue';
import type { QueueName } from '@/lib/patterns/queue/contract';

/**
 * A queue for whoever may work on it and change its jobs: admins, and on the demo queue any signed-in user.
 *
 * @throws CodedError `forbidden`
 */
export function workingQueue(redis: Redis, name: QueueName, caller: Caller): Queue {
  if (name !== 'demo' && caller.tier !== 'admin')
    throw new CodedError(
      'forbidden',
      `Working on "${name}" needs the role admin. The queue "demo" is open to who is signed in.`,
    );
  return createQueue(redis, { name });
}

/** @throws CodedError `not_found` */
export function jobNotFound(id: string, why = 'There is no job'): CodedError {
  return new CodedError('not_found', `${why} ${id}.`);
}
