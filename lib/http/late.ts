import 'server-only';
import type { Redis } from '@upstash/redis';
import { createClient } from '../redis/client';
import { createTrace } from '../redis/record';
import { sharedTransport } from '../redis/shared';

/** What this process does on Redis beside its requests, or after their answers. Only counted. */
export const lateTrace = createTrace({ maxTrips: 0, maxCommands: 0 });

const told = { roundTrips: 0, commands: 0, ms: 0 };

/** A client for charts, notes and streams: what it does is told by the next answer, since it is billed like the rest. */
export const lateClient = (): Redis => createClient(sharedTransport(), { trace: lateTrace });

/** What was done since this was asked last. */
export function takeLate(): { roundTrips: number; commands: number; ms: number } {
  const { roundTrips, commands, ms } = lateTrace.counts;
  const since = {
    roundTrips: roundTrips - told.roundTrips,
    commands: commands - told.commands,
    ms: ms - told.ms,
  };
  Object.assign(told, { roundTrips, commands, ms });
  return since;
}
