import type { Redis } from '@upstash/redis';
import { report, type Outcome, type Report, type ScheduledCall } from './contract-schedule';
import { createLocks } from './locks';
import { historyMs, keys, maxRuns } from './keys';
import { createGuardedStore } from './store';

const periodMs = 60_000;
const ttlMs = 10_000;

export interface Schedule {
  /**
   * Runs the task of the running minute, if no other server does or did. Call it from as many servers and as often as
   * you like. A server that dies on the way is replaced by the next call, ten seconds later at the latest.
   *
   * @param caller who calls, for the history
   */
  run(caller: string): Promise<Outcome>;

  /** The newest report, and the last calls with what became of them. Two commands. */
  history(): Promise<{ report: Report | null; calls: ScheduledCall[] }>;
}

/**
 * A task that several servers are told to do each minute and that one does: it counts the keys of this Redis. The lock
 * keeps two from working at once; the report, written under the fence, is what says that a minute is done, and which
 * minute it is comes from the clock of Redis.
 */
export function createSchedule(
  redis: Redis,
  { prefix = 'rp', listed = false }: { prefix?: string; listed?: boolean } = {},
): Schedule {
  const task = 'key-count';
  // A colon stands in no resource that a caller of the API can name.
  const resource = `schedule:${task}`;
  const runs = keys.runs({ prefix, task });
  const locks = createLocks(redis, { prefix, listed });
  const store = createGuardedStore(redis, { prefix });

  async function work(caller: string, fence: number, grantedAt: number): Promise<Outcome> {
    const period = Math.floor(grantedAt / periodMs) * periodMs;
    const before = reportOf((await store.readToChange(resource, fence)).value);
    if (before && before.period >= period) return { outcome: 'done', report: before };
    const made = { period, by: caller, keys: await redis.dbsize(), fence };
    const written = await store.write(resource, { fence, value: JSON.stringify(made) });
    return written.accepted
      ? { outcome: 'ran', report: made }
      : { outcome: 'lost', report: reportOf(written.value) };
  }

  return {
    async run(caller) {
      const worked = await locks.withLock(resource, { ttlMs, owner: caller }, (holding) =>
        work(caller, holding.fence, holding.grantedAt),
      );
      const outcome: Outcome = worked.acquired
        ? worked.value
        : { outcome: 'running', report: null };
      await redis
        .pipeline()
        .xadd(
          runs,
          '*',
          { caller, outcome: outcome.outcome },
          { trim: { type: 'MAXLEN', comparison: '=', threshold: maxRuns } },
        )
        .pexpire(runs, historyMs)
        .exec();
      return outcome;
    },

    async history() {
      const [{ value }, entries] = await Promise.all([
        store.read(resource),
        // Not decoded, it is the list that Redis sends.
        redis.xrevrange(runs, '+', '-', maxRuns) as unknown as [string, string[]][],
      ]);
      const calls = entries.map(([id, fields]) => ({
        at: Number(id.split('-')[0]),
        caller: fields[fields.indexOf('caller') + 1]!,
        outcome: fields[fields.indexOf('outcome') + 1] as ScheduledCall['outcome'],
      }));
      return { report: reportOf(value), calls };
    },
  };
}

/** What cannot be read counts as no report: the task runs, and writes one that can. */
function reportOf(value: string | null): Report | null {
  try {
    return report.safeParse(JSON.parse(value ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}
