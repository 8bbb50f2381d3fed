import type { Redis } from '@upstash/redis';
import { defineProof, type ProofStep } from '../../proof';
import { newOperationId } from '../../redis/operation-id';
import { createQueue } from './index';
import { keys } from './keys';

const jobs = 8;
const attempts = 2;
const leaseMs = 400;
const poison = 'poison';
const name = 'proof';
/** A worker gives up after so many looks, so that a queue whose attempts never end fails the proof and ends it. */
const mostTakes = 24;

/** The requests whose answers get lost while jobs are added, by their number on the wire; a resend takes one too. */
const lost = new Set([6, 9]);

interface Taken {
  what: string;
  token: string;
}

/** What one side of the proof does; both meet the same jobs, workers and faults. */
interface Side {
  /** Every key that the side may write. */
  keys: string[];
  add(redis: Redis, what: string): Promise<unknown>;
  size(redis: Redis): Promise<number>;
  take(redis: Redis): Promise<Taken | undefined>;
  finish(redis: Redis, taken: Taken): Promise<unknown>;
  /** How long after the last `take` more is due, in milliseconds; null where nothing will be. */
  untilMore(): number | null;
  setAside(redis: Redis): Promise<number>;
}

/**
 * The snippet with LPUSH and a pop, and this room, under one schedule: two calls and a pop whose answers get lost, a
 * worker that is killed with two jobs in hand, and a job that kills every worker who takes it.
 *
 * The pop is RPOP: over HTTP no command may wait, so BRPOP is no choice there.
 */
export const prove = defineProof({
  slug: 'queue',
  sides: { naive, safe },
  together: true,

  async play(side, { redis, client, say }) {
    let step: ProofStep | undefined;
    const producer = client({
      dropAnswer(request) {
        if (lost.has(request) && step) step.fault = 'answer lost, sent again';
        return lost.has(request);
      },
    });
    const names = Array.from({ length: jobs }, (_, index) => `job ${index + 1}`);
    for (const what of names) {
      step = say('producer', `adds ${what}`);
      await side.add(producer, what);
    }
    const queued = await side.size(redis);

    say('worker A', 'takes a job', 'answer lost, sent again');
    await side.take(client({ dropAnswer: (request) => request === 1 }));
    say('worker A', 'takes another');
    await side.take(redis);
    say('worker A', 'has done neither', 'killed');

    const done = new Map<string, number>();
    const work = async (actor: string) => {
      for (let take = 0; take < mostTakes; take++) {
        const taken = await side.take(redis);
        if (!taken) {
          const wait = side.untilMore();
          if (wait === null) return;
          // The end of a lease is a matter of real time, on a real Redis: it is waited for.
          await new Promise((resolve) => setTimeout(resolve, wait + 5));
        } else if (taken.what === poison) {
          say(actor, `takes ${poison}`, 'killed by it');
        } else {
          await side.finish(redis, taken);
          done.set(taken.what, (done.get(taken.what) ?? 0) + 1);
        }
      }
    };
    say('worker B', 'does whatever is there, and comes back for what is due later');
    await work('worker B');
    say('producer', `adds ${poison}, which kills whoever takes it`);
    await side.add(redis, poison);
    await work('one worker after another');

    return {
      queued,
      undone: names.filter((what) => !done.has(what)).length,
      twice: [...done.values()].filter((times) => times > 1).length,
      setAside: await side.setAside(redis),
    };
  },

  measures: (measure) => [
    measure('queued', `Jobs after ${jobs} calls`, `${jobs}, one for each`, jobs),
    measure('undone', 'Jobs that nobody did', '0', 0),
    measure('twice', 'Jobs done more than once', '0', 0),
    measure('setAside', 'Jobs that kill their workers, set aside', '1', 1),
  ],
});

/** The snippet, its key below the proof's prefix. */
function naive(prefix: string): Side {
  const list = `${prefix}:job:queue`;
  return {
    keys: [list],
    add: (redis, what) => redis.lpush(list, JSON.stringify({ type: what })),
    size: (redis) => redis.llen(list),
    async take(redis) {
      const text = await redis.rpop<string>(list);
      return text === null
        ? undefined
        : { what: (JSON.parse(text) as { type: string }).type, token: '' };
    },
    finish: async () => undefined,
    untilMore: () => null,
    setAside: async () => 0,
  };
}

/** This room. */
function safe(prefix: string): Side {
  const place = { prefix, queue: name };
  const open = (redis: Redis) => createQueue(redis, { prefix, name });
  // One for each job that is added, two for worker A, and those of the two that work until nothing is due.
  const ids = Array.from({ length: jobs + 1 + 2 + 2 * mostTakes }, newOperationId);
  let used = 0;
  let more: number | null = null;
  const next = () => ids[used++]!;
  return {
    keys: [
      keys.jobs(place),
      keys.schedule(place),
      ...ids.flatMap(({ id }) => [keys.receipt({ ...place, id }), keys.claim({ ...place, id })]),
    ],
    add: (redis, what) =>
      open(redis).enqueue({ name: 'work', data: what, attempts }, { operationId: next() }),
    size: async (redis) => (await open(redis).stats()).waiting,
    async take(redis) {
      const { jobs, nextDueMs } = await open(redis).claim({ leaseMs, operationId: next() });
      more = nextDueMs;
      return jobs[0] && { what: jobs[0].data as string, token: `${jobs[0].id} ${jobs[0].token}` };
    },
    async finish(redis, taken) {
      const [id, token] = taken.token.split(' ') as [string, string];
      await open(redis).settle([{ id, token, outcome: 'done' }]);
    },
    untilMore: () => more,
    setAside: async (redis) => (await open(redis).stats()).dead,
  };
}
