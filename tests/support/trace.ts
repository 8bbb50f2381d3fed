import type { TraceRecorder } from '@/lib/redis/record';

/** Round trips and commands that a piece of work took, by the trace of its client. */
export async function countCommandsOf<T>(
  { cache, trace }: { cache: T; trace: TraceRecorder },
  work: (cache: T) => Promise<unknown>,
): Promise<[roundTrips: number, commands: number]> {
  const before = { ...trace.counts };
  await work(cache);
  return [trace.counts.roundTrips - before.roundTrips, trace.counts.commands - before.commands];
}
