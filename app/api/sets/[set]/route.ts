import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createSets } from '@/lib/patterns/sets';
import { readSet } from '@/lib/patterns/sets/contract';

export const GET = handle(readSet, ({ redis, params, query }) =>
  createSets(redis).page(params.set, query.cursor, query.limit),
);

export const OPTIONS = preflight([readSet]);
