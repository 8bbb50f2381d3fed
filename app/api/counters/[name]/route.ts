import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createCounters } from '@/lib/patterns/counters';
import { changeCounter, deleteCounter } from '@/lib/patterns/counters/contract';

export const POST = handle(changeCounter, ({ redis, params, body, operationId }) =>
  createCounters(redis).add(params.name, body, { operationId }),
);

export const DELETE = handle(deleteCounter, async ({ redis, params, once }) => {
  await createCounters(redis).delete(params.name, once);
  return params;
});

export const OPTIONS = preflight([changeCounter, deleteCounter]);
