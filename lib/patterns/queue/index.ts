import type { Redis } from '@upstash/redis';
import { newOperationId } from '../../redis/operation-id';
import { createScript, oneCommand, onceFor, type Once } from '../../redis/script';
import common from './common.lua' with { type: 'text' };
import type { Enqueued, Job, JobPage, NewJob, Outcome, QueueStats, Settled } from './contract';
import { maxClaim, maxJobs as defaultMaxJobs } from './contract-schemas';
import editSource from './edit.lua' with { type: 'text' };
import { enqueue } from './enqueue';
import { keys, locate, receiptMs } from './keys';
import { list, readDepth, readJob, readStats, type ListQuery } from './read';
import { renew, work, type Claim, type ClaimOptions, type Lease } from './work';

export type { Claim, ClaimOptions, Lease } from './work';
export type { ClaimedJob, Job, NewJob, Outcome, Settled } from './contract';

const editScript = createScript(common + editSource);

/** The most ids of one call: Lua hands a command no more than some thousand arguments. */
const maxEdit = 1_000;
const maxPage = 100;

export interface QueueOptions {
  /** What all keys of this instance begin with. Two instances with one prefix and name share their jobs. */
  prefix?: string;
  /** Names the queue; busy queues with names of their own lie in slots of their own. */
  name: string;
  /** The most jobs that it holds, whatever their states; 100 000 unless told. */
  maxJobs?: number;
  /** The most that are kept of those that are done; 1 000 unless told, and up to 600 more for a while. */
  keepDone?: number;
  /** Likewise of the dead; 10 000 unless told. */
  keepDead?: number;
  /** How long the dead are kept; 30 days unless told. */
  keepDeadMs?: number;
}

/**
 * A queue whose jobs are done at least once. Work is pulled: a claim hands a job to one worker for the length of a
 * lease, and a job whose lease ends without a word is due again.
 */
export interface Queue {
  /** Where it rings while a worker listens: see `listens` of a claim. */
  readonly channel: string;

  /**
   * Adds a job. Eight commands.
   *
   * @returns its id, and whether it was added: a job of the same id may be there, in whatever state
   * @throws CodedError `limit_reached` where the queue is full, `invalid_request` for a payload over 32 KiB
   */
  enqueue(job: NewJob, options?: Once): Promise<Enqueued>;

  /**
   * Adds jobs, at eight commands for each 500 of them or half a megabyte. Those of one such chunk are added at one
   * moment.
   */
  enqueueMany(jobs: readonly NewJob[], options?: Once): Promise<Enqueued[]>;

  /**
   * Takes up to `most` jobs that are due, the most urgent first and then the first come, none before its time by the
   * clock of Redis; and takes in how others went. One round trip, ten commands for any number of both; seven where
   * nothing is due.
   *
   * Every claim is an attempt: a job that kills its worker at each is dead when they are used up.
   *
   * @throws CodedError `idempotency_key_reused`; RangeError above 100 jobs or outcomes
   */
  claim(options?: ClaimOptions): Promise<Claim>;

  /** Takes in how jobs went, at most 100. Five commands for any number. Sent again it answers the same. */
  settle(outcomes: readonly Outcome[]): Promise<Settled[]>;

  /**
   * Holds leases on, from now and for the length that they were claimed with or `leaseMs`. Four commands, five with
   * progress or another length.
   *
   * @returns for each when it ends, in epoch milliseconds by the clock of Redis; null where it is lost
   * @throws RangeError above 100 leases
   */
  renew(leases: readonly Lease[], options?: { leaseMs?: number }): Promise<(number | null)[]>;

  /**
   * Lets jobs that are dead or done run once more, with all their attempts. Like `promote` and `remove`, it changes
   * 1 000 of the ids at one moment, and more in further round trips.
   *
   * @returns the ids of which that is true
   */
  retry(ids: readonly string[], options?: Once): Promise<string[]>;
  /** Lets delayed jobs be due now. @returns the ids of which that is true */
  promote(ids: readonly string[], options?: Once): Promise<string[]>;
  /** Deletes jobs in whatever state; whoever works on one is told at their renewal. @returns those that were there */
  remove(ids: readonly string[], options?: Once): Promise<string[]>;
  /** `retry` of the dead that died first. @param most 1 to 1 000, else a RangeError */
  replay(most: number, options?: Once): Promise<string[]>;

  /** Lets nobody claim. What is active goes on. One command. */
  pause(options?: Once): Promise<void>;
  /** Ends the pause, and wakes who listens. Two commands in two round trips. */
  resume(options?: Once): Promise<void>;

  /** One job with its payload, result and timeline. Two commands. */
  read(id: string): Promise<Job | undefined>;
  /** A page of 1 to 100 jobs of one state. Three commands; a search looks at 200 jobs a page. */
  list(query: ListQuery): Promise<JobPage>;
  /** How many jobs are not ended: waiting, delayed or active. One command. */
  depth(): Promise<number>;
  /** How many jobs are in which state, and what happened in each of the last 30 minutes. Eight commands. */
  stats(): Promise<QueueStats>;
}

/** A queue over one Redis: two keys, whatever its jobs. */
export function createQueue(redis: Redis, options: QueueOptions): Queue {
  const { prefix = 'rp', name: queue, maxJobs = defaultMaxJobs } = options;
  const { keepDone = 1_000, keepDead = 10_000, keepDeadMs = 30 * 86_400_000 } = options;
  const kept = { done: keepDone, dead: keepDead, deadMs: keepDeadMs };
  const place = locate(prefix, queue);

  async function edit(
    action: 'retry' | 'promote' | 'remove' | 'replay',
    ids: readonly string[],
    { operationId = newOperationId() }: Once = {},
    most = 0,
  ): Promise<string[]> {
    const changed: string[] = [];
    const { id, fingerprint } = operationId;
    for (let from = 0; from === 0 || from < ids.length; from += maxEdit) {
      // Each call has a receipt of its own, so a resend continues where the first one stopped.
      const own = from === 0 ? operationId : { id: `${id}.${from / maxEdit}`, fingerprint };
      const part = await editScript.run<string[]>(redis, {
        keys: [place.jobs, place.schedule],
        args: [action, most, ...ids.slice(from, from + maxEdit)],
        once: {
          operationId: own,
          receipt: keys.receipt({ ...place, id: own.id }),
          ttlMs: receiptMs,
        },
      });
      changed.push(...part);
    }
    return changed;
  }

  async function setPaused(value: '0' | '1', { operationId }: Once = {}): Promise<void> {
    if (operationId)
      await oneCommand.run(redis, {
        keys: [place.jobs],
        args: ['HSET', '#paused', value],
        ...onceFor(operationId, (id) => keys.receipt({ ...place, id }), receiptMs),
      });
    else await redis.hset(place.jobs, { '#paused': value });
  }

  const enqueueMany: Queue['enqueueMany'] = (jobs, { operationId = newOperationId() } = {}) =>
    enqueue(redis, place, maxJobs, jobs, operationId);

  return {
    channel: place.channel,
    enqueueMany,
    enqueue: async (job, once) => (await enqueueMany([job], once))[0]!,
    claim: (how = {}) => work(redis, place, kept, how),
    settle: async (outcomes) => (await work(redis, place, kept, { most: 0, outcomes })).outcomes,
    async renew(leases, { leaseMs } = {}) {
      if (leases.length > maxClaim) throw new RangeError(`At most ${maxClaim} leases in one call`);
      return renew(redis, place, leases, leaseMs);
    },
    retry: (ids, once) => edit('retry', ids, once),
    promote: (ids, once) => edit('promote', ids, once),
    remove: (ids, once) => edit('remove', ids, once),
    async replay(most, once) {
      if (!Number.isInteger(most) || most < 1 || most > maxEdit)
        throw new RangeError(`A replay takes 1 to ${maxEdit} jobs, not ${most}`);
      return edit('replay', [], once, most);
    },
    pause: (options) => setPaused('1', options),
    async resume(options) {
      // Whoever is rung for must find the queue open.
      await setPaused('0', options);
      await redis.publish(place.channel, '0');
    },
    read: (id) => readJob(redis, place, id),
    async list(query) {
      const { limit = 1 } = query;
      if (!Number.isInteger(limit) || limit < 1 || limit > maxPage)
        throw new RangeError(`A page has 1 to ${maxPage} jobs, not ${limit}`);
      return list(redis, place, query);
    },
    depth: () => readDepth(redis, place),
    stats: () => readStats(redis, place),
  };
}
