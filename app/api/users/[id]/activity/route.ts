import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createActivity } from '@/lib/patterns/activity';
import { eraseActivity, readTimeline, recordActivity } from '@/lib/patterns/activity/contract';

export const POST = handle(recordActivity, async ({ redis, params, body, operationId }) => {
  await createActivity(redis).record(params.id, body, { operationId });
  return { recorded: true as const };
});

export const GET = handle(readTimeline, ({ redis, params, query: { cursor, limit } }) =>
  createActivity(redis).timeline(params.id, { limit, ...(cursor !== undefined && { cursor }) }),
);

export const DELETE = handle(eraseActivity, ({ redis, params, operationId }) =>
  createActivity(redis).erase(params.id, { operationId }),
);

export const OPTIONS = preflight([recordActivity, readTimeline, eraseActivity]);
