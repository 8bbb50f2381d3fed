import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createCounters } from '@/lib/patterns/counters';
import { changeCounters, readCounters } from '@/lib/patterns/counters/contract';

export const POST = handle(changeCounters, ({ redis, body, operationId }) =>
  createCounters(redis).addMany(body.changes, { operationId }),
);

export const GET = handle(readCounters, async ({ redis, query }) => ({
  counters: await createCounters(redis).read(query.names.split(',')),
  now: Date.now(),
}));

export const OPTIONS = preflight([changeCounters, readCounters]);
