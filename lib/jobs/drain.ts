import type { Redis } from '@upstash/redis';
import { createQueue } from '../patterns/queue';
import type { Drained } from '../patterns/queue/contract';
import { runJob } from './run-job';
import { jobServices } from './services';
import { runWorker } from './worker';

const concurrency = 10;

/**
 * Works on what is due until nothing is, or the time is up: what a scheduler calls where no worker runs for long.
 * The last half of the budget, two seconds at the most, is for what is in hand: to end, else to be given back.
 */
export async function drain(
  redis: Redis,
  { queue, budgetMs }: { queue: string; budgetMs: number },
): Promise<Drained> {
  const started = performance.now();
  // A whole number, as AbortSignal.timeout() wants it.
  const reservedMs = Math.min(2_000, Math.ceil(budgetMs / 2));
  const services = jobServices(redis);
  const totals = await runWorker(
    {
      queue: createQueue(redis, { name: queue }),
      name: 'drain',
      concurrency,
      // Should this process be killed, its jobs are due again soon after its time would have been up.
      leaseMs: budgetMs + 5_000,
      run: (job, options) => runJob(job, { ...options, queue, services }),
    },
    {
      signal: AbortSignal.timeout(budgetMs - reservedMs),
      graceMs: reservedMs / 2,
      untilIdle: true,
    },
  );
  return { ...totals, tookMs: performance.now() - started };
}
