import { createSweeps } from '@/lib/patterns/scan';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

/** What a process that works on a sweep is told. */
export interface SweepWork {
  prefix: string;
  id: string;
  leaseMs: number;
  budgetMs: number;
  maxPages: number;
}

/** Steps through a sweep until it is over, and says how many of its calls worked on it. */
process.on('message', async ({ prefix, id, leaseMs, ...budget }: SweepWork) => {
  const sweeps = createSweeps(createClient(sharedTransport()), { prefix, leaseMs });
  let worked = 0;
  for (;;) {
    const { status, stepped, heldUntil } = await sweeps.step(id, budget);
    if (stepped) worked += 1;
    if (status === 'done' || status === 'cancelled') break;
    if (heldUntil !== null && !stepped) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  process.send!(worked);
});
process.send!('ready');
