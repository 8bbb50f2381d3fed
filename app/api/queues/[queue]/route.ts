import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createQueue } from '@/lib/patterns/queue';
import { changeQueue, readQueue } from '@/lib/patterns/queue/contract';
import { workingQueue } from '../shared';

export const GET = handle(readQueue, ({ redis, params }) =>
  createQueue(redis, { name: params.queue }).stats(),
);

export const PATCH = handle(changeQueue, async ({ redis, params, body, caller, once }) => {
  const queue = workingQueue(redis, params.queue, caller);
  await (body.paused ? queue.pause(once) : queue.resume(once));
  return body;
});

export const OPTIONS = preflight([readQueue, changeQueue]);
