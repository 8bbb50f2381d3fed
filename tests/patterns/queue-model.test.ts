import { expect, test } from 'vitest';
import type { Outcome } from '@/lib/patterns/queue';
import { randomOf } from '../redis/support';
import { freshQueues } from '../support/queues';

const fresh = freshQueues();
const hour = 3_600_000;

/** What the model knows of a job. */
interface Modelled {
  id: string;
  priority: number;
  arrival: number;
  attempt: number;
  attempts: number;
  state: 'waiting' | 'delayed' | 'active' | 'done' | 'dead';
  /** A delay or a lease that is over, and that no claim has noticed. */
  over: boolean;
  token: string;
}

test.each([1, 2, 3])('random calls equal a model (seed %i)', async (seed) => {
  const { queue, pass } = fresh();
  const random = randomOf(seed);
  const pick = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const model = new Map<string, Modelled>();
  const spent: { id: string; token: string }[] = [];
  let arrivals = 0;
  const all = () => [...model.values()];
  const some = (state?: Modelled['state']) => {
    const among = all().filter((job) => state === undefined || job.state === state);
    return among[pick(0, Math.max(0, among.length - 1))];
  };
  const anew = (job: Modelled) => Object.assign(job, { state: 'waiting', over: false, attempt: 0 });

  const calls: Record<string, () => Promise<unknown>> = {
    async add() {
      const id = `job-${pick(1, 60)}`;
      const [priority, attempts, delayed] = [pick(0, 9), pick(1, 3), random() < 0.3];
      const job = { name: 'a', id, priority, attempts, ...(delayed && { delayMs: hour }) };
      const { created } = await queue.enqueue({ ...job, backoff: { delayMs: hour } });
      expect(created).toBe(!model.has(id));
      if (!created) return;
      const state = delayed ? 'delayed' : 'waiting';
      const arrival = ++arrivals;
      model.set(id, { id, priority, attempts, arrival, attempt: 0, state, over: false, token: '' });
    },
    async claim() {
      const most = pick(1, 4);
      for (const job of all().filter(({ over }) => over)) {
        const gone = job.state === 'active' && job.attempt === job.attempts;
        if (job.state === 'active') spent.push({ id: job.id, token: job.token });
        Object.assign(job, { over: false, state: gone ? 'dead' : 'waiting' });
      }
      const expected = all()
        .filter(({ state }) => state === 'waiting')
        .sort((a, b) => b.priority - a.priority || a.arrival - b.arrival)
        .slice(0, most);
      const { jobs } = await queue.claim({ most, leaseMs: hour });
      expect(jobs.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      for (const { id, token, attempt } of jobs) {
        const job = model.get(id)!;
        Object.assign(job, { state: 'active', token, attempt: job.attempt + 1 });
        expect(attempt).toBe(job.attempt);
      }
    },
    async settle() {
      const job = some('active');
      if (!job) return;
      const { id, token } = job;
      const how = pick(0, 3);
      const outcomes: Outcome[] = [
        { id, token, outcome: 'done' },
        { id, token, outcome: 'released' },
        { id, token, outcome: 'failed', error: 'no' },
        { id, token, outcome: 'failed', error: 'no', retry: false },
      ];
      const tries = job.attempt < job.attempts;
      const became = (['done', 'retry', tries ? 'retry' : 'dead', 'dead'] as const)[how]!;
      expect(await queue.settle([outcomes[how]!])).toMatchObject([{ became }]);
      const states = ['done', 'waiting', tries ? 'delayed' : 'dead', 'dead'] as const;
      Object.assign(job, { state: states[how], over: false });
      if (how === 1) job.attempt -= 1;
      spent.push({ id, token });
    },
    async settleLate() {
      const late = spent[pick(0, spent.length - 1)];
      if (late) await queue.settle([{ ...late, outcome: 'done' }]);
    },
    async letTimePass() {
      const running = all().filter(({ state }) => state === 'active' || state === 'delayed');
      const job = running[pick(0, running.length - 1)];
      // A claim of one looks at two of each kind.
      if (!job || job.over || all().filter(({ over }) => over).length === 2) return;
      await pass(job.id, 2 * hour);
      job.over = true;
    },
    async renew() {
      const job = some('active');
      if (!job) return;
      const [end] = await queue.renew([job]);
      expect(end).not.toBeNull();
      job.over = false;
    },
    async promote() {
      const job = some();
      if (!job) return;
      const moved = job.state === 'delayed';
      expect(await queue.promote([job.id])).toEqual(moved ? [job.id] : []);
      if (moved) Object.assign(job, { state: 'waiting', over: false });
    },
    async retry() {
      const job = some();
      if (!job) return;
      const ended = job.state === 'done' || job.state === 'dead';
      expect(await queue.retry([job.id])).toEqual(ended ? [job.id] : []);
      if (ended) anew(job);
    },
    async replay() {
      const replayed = await queue.replay(2);
      expect(replayed.length).toBe(
        Math.min(2, all().filter(({ state }) => state === 'dead').length),
      );
      for (const id of replayed) {
        expect(model.get(id)?.state).toBe('dead');
        anew(model.get(id)!);
      }
    },
    async remove() {
      const job = some();
      if (!job) return;
      expect(await queue.remove([job.id])).toEqual([job.id]);
      model.delete(job.id);
    },
  };
  const often = [...Array<string>(6).fill('claim'), ...Array<string>(6).fill('settle')];
  const choices = [
    ...Object.keys(calls),
    'add',
    'add',
    'add',
    'letTimePass',
    'settleLate',
    ...often,
  ];

  for (let step = 0; step < 250; step++) {
    const name = choices[pick(0, choices.length - 1)]!;
    await calls[name]!();
    const jobs = await Promise.all(all().map(({ id }) => queue.read(id)));
    const seen = jobs.map((job) => job && [job.id, job.state, job.attempt]);
    expect({ step, name, seen }).toEqual({
      step,
      name,
      seen: all().map(({ id, state, attempt }) => [id, state, attempt]),
    });
  }
  const stats = await queue.stats();
  for (const state of ['waiting', 'delayed', 'active', 'done', 'dead'] as const)
    expect(stats[state]).toBe(all().filter((job) => job.state === state).length);
});
