import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createActivity } from '@/lib/patterns/activity';
import { readSummary } from '@/lib/patterns/activity/contract';

export const GET = handle(readSummary, ({ redis, params }) =>
  createActivity(redis).summary(params.id),
);

export const OPTIONS = preflight([readSummary]);
