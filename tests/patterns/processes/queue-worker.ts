import { createQueue, type ClaimedJob, type Outcome } from '@/lib/patterns/queue';
import { createClient } from '@/lib/redis/client';
import { createSend } from '@/lib/redis/send';
import type { Send } from '@/lib/redis/send-types';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';

/** Where a worker stops and waits to be killed; each step that a job goes through is one of them. */
export type Step = 'claim-unanswered' | 'claimed' | 'working' | 'worked' | 'ack-unanswered';

export interface WorkerTask {
  prefix: string;
  worker: string;
  most: number;
  leaseMs: number;
  /** A set of the ids of all jobs whose work was done, however often. */
  doneKey: string;
  /** How far this process's clock is off. */
  skewMs?: number;
  /** Stop at this step of the first batch, and say so. */
  stopAt?: Step;
  /** Say so after this many batches, and go on: whoever is told kills it in the middle of a later one. */
  tellAfter?: number;
  /** Stop when so many were done by this worker. */
  enough?: number;
}

/** Never comes back: the process waits to be killed where it stands. */
async function stop(): Promise<never> {
  process.send!('stopped');
  return new Promise(() => undefined);
}

/** A worker that claims, works and says how it went, until nothing is scheduled. */
process.on('message', async (task: WorkerTask) => {
  const { prefix, worker, most, leaseMs, stopAt } = task;
  const now = Date.now;
  Date.now = () => now() + (task.skewMs ?? 0);
  let unanswered = false;
  const real = createSend();
  const send: Send = async (request) => {
    const answer = await real(request);
    return unanswered ? stop() : answer;
  };
  // No timeout: whoever stops waits for the kill.
  const transport = createTransport({ ...requireRedisConfig(), send, timeoutMs: 600_000 });
  const redis = createClient(transport);
  const queue = createQueue(redis, { prefix, name: 'test', keepDone: 20_000 });

  async function work(jobs: readonly ClaimedJob[]): Promise<Outcome[]> {
    const ids = jobs.map(({ id }) => id);
    if (stopAt === 'working') ids.length = Math.ceil(ids.length / 2);
    await redis.sadd(task.doneKey, ids[0]!, ...ids.slice(1));
    if (stopAt === 'working' || stopAt === 'worked') await stop();
    return jobs.map(({ id, token }) => ({ id, token, outcome: 'done' }));
  }

  let outcomes: Outcome[] = [];
  let done = 0;
  for (let batch = 1; ; batch++) {
    unanswered = stopAt === 'claim-unanswered' || (stopAt === 'ack-unanswered' && done > 0);
    const claim = await queue.claim({ most, leaseMs, worker, outcomes });
    const { jobs, nextDueMs } = claim;
    if (stopAt === 'claimed') await stop();
    outcomes = jobs.length > 0 ? await work(jobs) : [];
    done += jobs.length;
    if (batch === task.tellAfter) process.send!('busy');
    if (jobs.length === 0 && nextDueMs === null) break;
    if (task.enough !== undefined && done >= task.enough) break;
    if (jobs.length === 0) await new Promise((resolve) => setTimeout(resolve, nextDueMs!));
  }
  await queue.settle(outcomes);
  await transport.close();
  process.send!('finished');
});
process.send!('ready');
