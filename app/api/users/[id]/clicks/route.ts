import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createAnalytics } from '@/lib/patterns/analytics';
import { readClicks, recordClicks } from '@/lib/patterns/analytics/contract';

export const POST = handle(recordClicks, ({ redis, params, body, operationId }) =>
  createAnalytics(redis).click(params.id, body, { operationId }),
);

export const GET = handle(readClicks, ({ redis, params }) =>
  createAnalytics(redis).clicks(params.id),
);

export const OPTIONS = preflight([recordClicks, readClicks]);
