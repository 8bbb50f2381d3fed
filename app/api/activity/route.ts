import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createActivity } from '@/lib/patterns/activity';
import { readActives } from '@/lib/patterns/activity/contract';

export const GET = handle(readActives, ({ redis, query }) =>
  createActivity(redis).actives(query.range),
);

export const OPTIONS = preflight([readActives]);
