import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createSessions } from '@/lib/patterns/sessions';
import { readActiveSessions } from '@/lib/patterns/sessions/contract';

export const GET = handle(readActiveSessions, ({ redis, query }) =>
  createSessions(redis).activity(query.range),
);

export const OPTIONS = preflight([readActiveSessions]);
