import { after } from 'next/server';
import { CodedError } from '@/lib/errors';
import { preflight } from '@/lib/http/cors';
import { createHandle } from '@/lib/http/handle';
import { handle } from '@/lib/guard/handle';
import { isCronCall } from '@/lib/jobs/cron';
import { drain } from '@/lib/jobs/drain';
import { drainQueue, drainQueueBySchedule } from '@/lib/patterns/queue/contract-work';
import { workingQueue } from '../../shared';

/** In seconds, for hosts that ask how long a handler may run: the longest budget, and a little. */
export const maxDuration = 60;

// A scheduler with CRON_SECRET is nobody's session and has no API key: the secret says all.
const handleCron = createHandle(async () => ({ tier: 'admin', address: '' }), after);

type Handle = typeof handle;
type Route = ReturnType<Handle>;

const byPost = (guarded: Handle): Route =>
  guarded(drainQueue, ({ redis, params: { queue }, body, caller }) => {
    workingQueue(redis, queue, caller);
    return drain(redis, { queue, ...body });
  });

const byGet = (guarded: Handle): Route =>
  guarded(drainQueueBySchedule, ({ redis, params: { queue }, query, caller, request }) => {
    // A link that somebody follows while signed in is a GET too, and must do nothing.
    if (!request.headers.has('authorization'))
      throw new CodedError('forbidden', 'Send CRON_SECRET or an API key as Bearer, or POST.');
    workingQueue(redis, queue, caller);
    return drain(redis, { queue, ...query });
  });

function route(make: (guarded: Handle) => Route): Route {
  const [user, cron] = [make(handle), make(handleCron)];
  return (request, context) => (isCronCall(request) ? cron : user)(request, context);
}

export const POST = route(byPost);
export const GET = route(byGet);

export const OPTIONS = preflight([drainQueue, drainQueueBySchedule]);
