import type { Outcome, Queue, Settled } from '../patterns/queue';
import type { Drained } from '../patterns/queue/contract';
import { isOutage } from '../redis/outage';
import { newOperationId } from '../redis/operation-id';
import type { Bell } from './bell';
import { createRunning, sleep, type RunningOptions } from './running';

/**
 * How long a worker with nothing to do sleeps: twice as long each time. Without a bell a new job waits for so long at
 * the most. With one it asks only in case a ring was lost: an idle worker costs less than 100 000 commands a month.
 */
export const usualSleepMs = { first: 1_000, longest: 60_000, longestWithBell: 300_000 };

export interface WorkerOptions {
  queue: Queue;
  /** Does the work of one job, and never throws. */
  run: RunningOptions['run'];
  /** For people who look at the queue. */
  name: string;
  /** Jobs at a time, 1 to 100. */
  concurrency: number;
  /** 1 000 to 3 600 000; 30 000 unless told. The jobs of a worker that vanishes wait for so long. */
  leaseMs?: number;
  /** How long it sleeps with nothing to do: see `usualSleepMs`. */
  sleepMs?: typeof usualSleepMs;
  /** Wakes it when something is scheduled. Without one, or while it is not heard, it asks more often. */
  bell?: Bell;
  /** Told of what keeps it from working for a while; it goes on by itself. */
  onTrouble?(error: unknown, nextTryMs: number): void;
}

export interface RunLimits {
  /** No job is taken once it fires. */
  signal: AbortSignal;
  /** How long those in hand may then go on before they are given back. */
  graceMs: number;
  /** Stop when nothing is due. */
  untilIdle?: boolean;
}

/** How jobs went, and when there is more. */
export type Totals = Omit<Drained, 'tookMs'>;

/**
 * Works on a queue: takes as many jobs as it has hands, says how they went in the next claim, and sleeps till more is
 * due. While Redis is away it tries again, with what it has to say.
 *
 * @returns what it did, once it has stopped and given back what it had in hand
 * @throws whatever trying again cannot help
 */
export async function runWorker(options: WorkerOptions, limits: RunLimits): Promise<Totals> {
  const { queue, name, concurrency, leaseMs = 30_000, bell, onTrouble } = options;
  const { sleepMs = usualSleepMs } = options;
  const { signal, graceMs, untilIdle = false } = limits;
  const running = createRunning({ queue, leaseMs, run: options.run });
  const totals: Totals = {
    claimed: 0,
    done: 0,
    retried: 0,
    dead: 0,
    released: 0,
    stale: 0,
    nextDueMs: null,
  };
  const untold: Outcome[] = [];
  let failures = 0;
  let idleMs = 0;
  // Kept until it is answered: asked again under the same id, a claim whose answer was lost gives the same jobs.
  let asking = { id: newOperationId(), at: performance.now() };

  async function claim(most: number): Promise<void> {
    untold.push(...running.takeEnded());
    const outcomes = untold.slice(0, 100);
    if (failures === 0) asking = { id: newOperationId(), at: performance.now() };
    const { id: operationId, at } = asking;
    bell?.forget();
    const listens = bell?.isHeard ?? false;
    const claimed = await queue.claim({
      most,
      leaseMs,
      worker: name,
      outcomes,
      listens,
      operationId,
    });
    told(outcomes, claimed.outcomes);
    for (const job of claimed.jobs) running.start(job, at + leaseMs);
    totals.claimed += claimed.jobs.length;
    const longest = bell?.isHeard ? sleepMs.longestWithBell : sleepMs.longest;
    idleMs = claimed.jobs.length > 0 ? 0 : Math.min(longest, Math.max(sleepMs.first, 2 * idleMs));
    totals.nextDueMs = claimed.nextDueMs;
  }

  function told(outcomes: readonly Outcome[], settled: readonly Settled[]): void {
    untold.splice(0, outcomes.length);
    settled.forEach(({ became }, index) => {
      if (became === 'done' || became === 'dead') totals[became] += 1;
      else if (became !== 'retry') totals.stale += 1;
      else totals[outcomes[index]?.outcome === 'released' ? 'released' : 'retried'] += 1;
    });
  }

  /** Till something is due, a job in hand ends, or it is time to ask in any case. */
  async function sleepTillMore(): Promise<void> {
    if (running.size === concurrency) return running.change(Infinity, signal);
    const until = performance.now() + Math.min(totals.nextDueMs ?? Infinity, idleMs);
    for (let isRung = true; isRung && !signal.aborted;) {
      const left = Math.min(until, bell?.dueAt ?? Infinity) - performance.now();
      if (left <= 0) return;
      const rung = bell?.rung;
      await running.change(left, ...(rung ? [signal, rung] : [signal]));
      // A ring only says by when to wake up, which may be later than this.
      isRung = rung?.aborted ?? false;
    }
  }

  async function stop(): Promise<void> {
    await running.end(graceMs);
    untold.push(...running.takeEnded());
    while (untold.length > 0) {
      const outcomes = untold.slice(0, 100);
      try {
        told(outcomes, await queue.settle(outcomes));
      } catch (error) {
        if (!isOutage(error)) throw error;
        // Nothing is lost: the leases of these jobs end, and another worker runs them again.
        onTrouble?.(error, 0);
        return;
      }
    }
  }

  while (!signal.aborted) {
    const free = concurrency - running.size;
    try {
      if (free > 0) await claim(free);
      failures = 0;
    } catch (error) {
      if (!isOutage(error)) {
        await stop().catch((another: unknown) => onTrouble?.(another, 0));
        throw error;
      }
      const wait = Math.min(30_000, 500 * 2 ** failures++) * (0.8 + Math.random() * 0.4);
      onTrouble?.(error, wait);
      await sleep(wait, signal);
      continue;
    }
    if (untilIdle && running.isIdle && totals.nextDueMs !== 0) break;
    await sleepTillMore();
  }
  await stop();
  return totals;
}
