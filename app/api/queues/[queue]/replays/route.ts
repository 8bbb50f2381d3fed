import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { replayDead } from '@/lib/patterns/queue/contract';
import { workingQueue } from '../../shared';

export const POST = handle(replayDead, async ({ redis, params, body, caller, operationId }) => ({
  changed: await workingQueue(redis, params.queue, caller).replay(body.most, { operationId }),
}));

export const OPTIONS = preflight([replayDead]);
