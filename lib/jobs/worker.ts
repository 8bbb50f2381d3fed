import type { Outcome, Queue, Settled } from '../patterns/queue';
import type { Drained } from '../patterns/queue/contract';
import { isOutage } from '../redis/outage';
import { newOperationId } from '../redis/operation-id';
import { createRunning, sleep, type RunningOptions } from './running';

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
  /** How long it may sleep: what is added meanwhile waits for so long. 5 000 unless told. */
  maxSleepMs?: number;
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
  const { queue, name, concurrency, leaseMs = 30_000, maxSleepMs = 5_000, onTrouble } = options;
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
  // Kept until it is answered: asked again under the same id, a claim whose answer was lost gives the same jobs.
  let asking = { id: newOperationId(), at: performance.now() };

  async function claim(most: number): Promise<void> {
    untold.push(...running.takeEnded());
    const outcomes = untold.slice(0, 100);
    if (failures === 0) asking = { id: newOperationId(), at: performance.now() };
    const { id: operationId, at } = asking;
    const claimed = await queue.claim({ most, leaseMs, worker: name, outcomes, operationId });
    told(outcomes, claimed.outcomes);
    for (const job of claimed.jobs) running.start(job, at + leaseMs);
    totals.claimed += claimed.jobs.length;
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
    const more = totals.nextDueMs;
    if (untilIdle && running.isIdle && more !== 0) break;
    const isFull = running.size === concurrency;
    await running.change(isFull ? Infinity : Math.min(more ?? Infinity, maxSleepMs), signal);
  }
  await stop();
  return totals;
}
