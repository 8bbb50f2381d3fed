import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createSets } from '@/lib/patterns/sets';
import { measureSet } from '@/lib/patterns/sets/contract';

export const GET = handle(measureSet, ({ redis, params }) => createSets(redis).size(params.set));

export const OPTIONS = preflight([measureSet]);
