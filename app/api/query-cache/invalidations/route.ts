import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { outdateReports } from '@/lib/patterns/query-cache/contract';
import { reportCache } from '../cache';

export const POST = handle(outdateReports, async ({ redis, body }) => {
  await reportCache(redis).invalidate(body.tenant, body.tables);
  return { invalidated: true as const };
});

export const OPTIONS = preflight([outdateReports]);
