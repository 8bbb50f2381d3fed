import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createSchedule } from '@/lib/patterns/lock';
import { readScheduledRuns, runScheduled } from '@/lib/patterns/lock/contract-schedule';

export const POST = handle(runScheduled, ({ redis, body }) =>
  createSchedule(redis, { listed: true }).run(body.caller),
);

export const GET = handle(readScheduledRuns, ({ redis }) => createSchedule(redis).history());

export const OPTIONS = preflight([runScheduled, readScheduledRuns]);
