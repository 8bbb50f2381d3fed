import { expect, onTestFinished, test } from 'vitest';
import { startProcess } from '../support/processes';
import { freshQueues } from '../support/queues';
import { testRedis } from '../support/redis';
import type { Step, WorkerTask } from './processes/queue-worker';

const fresh = freshQueues();
const { redis } = testRedis();

/** Where workers write down which jobs they worked on. */
function workedSet(): string {
  const key = `worked:${crypto.randomUUID()}`;
  onTestFinished(async () => void (await redis.unlink(key)));
  return key;
}

/** Each step that a job goes through, and how many of the four jobs in hand are done when it is reached. */
const steps: [Step, ended: number][] = [
  ['claim-unanswered', 0],
  ['claimed', 0],
  ['working', 0],
  ['worked', 0],
  // Carried out, though its worker never learned of it.
  ['ack-unanswered', 4],
];

test('a worker killed at any step loses no job: another does it, and none is dead', async () => {
  // The script is then known to Redis, so the first answer that is lost is that of a claim.
  await fresh().queue.claim();
  const heir = await startProcess('queue-worker.ts');
  const killAt = async (stopAt: Step, ended: number) => {
    const { prefix, queue } = fresh();
    const doneKey = workedSet();
    await queue.enqueueMany(Array.from({ length: 6 }, () => ({ name: 'a', attempts: 2 })));
    const task: WorkerTask = { prefix, worker: 'killed', most: 4, leaseMs: 400, doneKey };
    const victim = await startProcess('queue-worker.ts');
    expect(await victim.ask({ ...task, stopAt })).toBe('stopped');
    await victim.kill();
    const { done, active } = await queue.stats();
    expect({ stopAt, done, active }).toEqual({ stopAt, done: ended, active: ended > 0 ? 2 : 4 });
    return { stopAt, ended, queue, task };
  };
  const killed = await Promise.all(steps.map(([stopAt, ended]) => killAt(stopAt, ended)));

  for (const { stopAt, ended, queue, task } of killed) {
    expect(await heir.ask({ ...task, worker: 'heir' })).toBe('finished');
    expect(await redis.scard(task.doneKey), stopAt).toBe(6);
    expect(await queue.stats()).toMatchObject({ waiting: 0, active: 0, done: 6, dead: 0 });
    const { jobs } = await queue.list({ state: 'done' });
    const twice = jobs.filter(({ attempt }) => attempt === 2);
    expect(twice, stopAt).toHaveLength(ended > 0 ? 2 : 4);
  }
});

test(
  '10 000 jobs through three workers, two of which are killed again and again',
  { timeout: 300_000 },
  async () => {
    const { prefix, queue } = fresh({ keepDone: 20_000 });
    const doneKey = workedSet();
    await queue.enqueueMany(
      Array.from({ length: 10_000 }, (_, data) => ({ name: 'a', data, attempts: 10 })),
    );
    const base = { prefix, doneKey, leaseMs: 1_000 };

    const steady = await startProcess('queue-worker.ts');
    const half = steady.ask({ ...base, worker: 'steady', most: 20, enough: 4_000 });
    let kills = 0;
    const live = async (worker: string, skewMs: number) => {
      for (let life = 0; life < 2; life++) {
        const victim = await startProcess('queue-worker.ts');
        await victim.ask({ ...base, worker, skewMs, most: 50, tellAfter: 4 });
        await victim.kill();
        kills++;
      }
    };
    await Promise.all([half, live('hour-ahead', 3_600_000), live('hour-behind', -3_600_000)]);
    expect(await steady.ask({ ...base, worker: 'steady', most: 100 })).toBe('finished');

    const stats = await queue.stats();
    const total = (key: 'done' | 'dead' | 'added') =>
      stats.series.reduce((sum, minute) => sum + minute[key], 0);
    expect(kills).toBe(4);
    expect(await redis.scard(doneKey)).toBe(10_000);
    expect(stats).toMatchObject({ waiting: 0, delayed: 0, active: 0, done: 10_000, dead: 0 });
    expect([total('added'), total('done'), total('dead')]).toEqual([10_000, 10_000, 0]);
    expect(stats.series.reduce((sum, { lost }) => sum + lost, 0)).toBeGreaterThan(0);
  },
);
