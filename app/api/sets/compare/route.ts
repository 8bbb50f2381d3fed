import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createSets } from '@/lib/patterns/sets';
import { compareSets } from '@/lib/patterns/sets/contract';

export const GET = handle(compareSets, ({ redis, query }) =>
  createSets(redis).compare(query.op, query.sets),
);

export const OPTIONS = preflight([compareSets]);
