import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import { comparing, type Prove, type ProofGround, type ProofStep } from '../../proof';
import { newOperationId } from '../../redis/operation-id';
import { escapeGlob } from './glob';
import { keys } from './keys';
import { createSweeps } from './sweeps';

/** Keys that are there from beginning to end, and keys that come and go meanwhile. */
const stay = 1_200;
const crowd = 300;
const ttlMs = 600_000;
/** Of the process that is killed, the answers from this request on are lost; what it sent is carried out. */
const killedAt = 4;
const leaseMs = 300;
/** What the snippet asks for in a call. */
const batch = 100;
const mostTrips = 3_000;

/** What one side has done. */
interface Outcome {
  schedule: ProofStep[];
  figures: { wrong: number; perTrip: number };
  cost: { roundTrips: number; commands: number; tookMs: number };
}

/**
 * The snippet and a sweep of this room give keys an end, under one schedule: other keys come and go, the process is
 * killed on its way, and the next one has to finish. What became of the keys is read from the keys themselves: one
 * without an end was missed, and one whose end has moved after the kill was acted on again.
 */
export const prove: Prove = async (ground) => {
  const started = performance.now();
  const sides = { naive: spaceOf(ground.prefix, 'naive'), safe: spaceOf(ground.prefix, 'safe') };
  const ids = { dry: newOperationId(), real: newOperationId() };
  await ground.owns([
    ...Object.values(sides).flatMap(({ staying, coming }) => [...staying, ...coming]),
    ...Object.entries(ids).flatMap(([id, operation]) => [
      keys.sweep({ prefix: ground.prefix, id }),
      ...[1, 2, 3].map((fence) => keys.progress({ prefix: ground.prefix, id, fence })),
      keys.receipt({ prefix: ground.prefix, id: operation.id }),
    ]),
  ]);
  await Promise.all([fill(ground, 'naive', sides.naive), fill(ground, 'safe', sides.safe)]);

  const unsafe = await runNaive(ground, sides.naive);
  const ours = await runSafe(ground, sides.safe, ids);
  const compare = comparing(unsafe.figures, ours.figures);
  const measures = [
    compare('wrong', 'Keys missed, or acted on again', '0, though the process was killed', 0),
    compare('perTrip', 'Keys looked at by a round trip', '200 or more', (n) => n >= 200),
  ];
  return {
    slug: 'scan',
    holds: measures.every(({ safeHolds }) => safeHolds),
    measures,
    naive: unsafe.cost,
    safe: ours.cost,
    schedule: ours.schedule,
    tookMs: performance.now() - started,
  };
};

interface Space {
  match: string;
  staying: string[];
  coming: string[];
}

function spaceOf(prefix: string, side: string): Space {
  const names = (kind: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${prefix}:${side}:${kind}:${i}`);
  return {
    match: `${escapeGlob(`${prefix}:${side}:stay:`)}*`,
    staying: names('stay', stay),
    coming: names('crowd', crowd),
  };
}

async function fill(ground: ProofGround, side: 'naive' | 'safe', { staying }: Space) {
  await write(ground.client(side), staying, (pipeline, key) => pipeline.set(key, '1'));
}

/** One command for each key, in one round trip. @returns the replies */
async function write(
  redis: Redis,
  names: readonly string[],
  add: (pipeline: ReturnType<Redis['pipeline']>, key: string) => unknown,
): Promise<unknown[]> {
  const pipeline = redis.pipeline();
  for (const key of names) add(pipeline, key);
  return names.length > 0 ? pipeline.exec<unknown[]>() : [];
}

/** When each key ends, in epoch milliseconds; -1 for never. */
const endsOf = (redis: Redis, { staying }: Space): Promise<number[]> =>
  Promise.all(staying.map((key) => redis.exec<number>(['PEXPIRETIME', key])));

/** Keys without an end now, and keys that had one when the process was killed and have another now. */
const wrongOf = (atKill: readonly number[], now: readonly number[]): number =>
  now.filter((end, index) => end === -1 || (atKill[index] !== -1 && atKill[index] !== end)).length;

/** Of a process whose answers are lost; anything else is no part of the schedule. */
async function dies(work: Promise<unknown>): Promise<void> {
  const error = await work.then(
    () => new Error('It was to be killed on its way'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof CodedError && error.code === 'redis_unreachable')) throw error;
}

/** What both sides share: the crowd, the allowance, and what it cost, without the filling. */
async function openRun(ground: ProofGround, side: 'naive' | 'safe', space: Space) {
  const redis = ground.client(side);
  const schedule: ProofStep[] = [];
  const before = ground.cost(side);
  const from = performance.now();
  const cost = () => {
    const now = ground.cost(side);
    return {
      roundTrips: now.roundTrips - before.roundTrips,
      commands: now.commands - before.commands,
      tookMs: performance.now() - from,
    };
  };
  return {
    redis,
    schedule,
    cost,
    say: (actor: string, event: string, fault?: string) =>
      void schedule.push({ actor, event, ...(fault && { fault }) }),
    /** A proof ends, however large the database is. */
    mayGoOn: () => cost().roundTrips < mostTrips,
    come: () => write(redis, space.coming, (pipeline, key) => pipeline.set(key, '1')),
    go: () => write(redis, space.coming, (pipeline, key) => pipeline.unlink(key)),
  };
}

/** The snippet: a hundred keys a call, the cursor in a variable. Killed half way, it begins anew. */
async function runNaive(ground: ProofGround, space: Space): Promise<Outcome> {
  const { redis, schedule, cost, mayGoOn, come, go } = await openRun(ground, 'naive', space);
  let looked = 0;

  /** Gives an end to all that it finds, until it is killed. */
  async function live(isKilled: (reached: number) => boolean = () => false): Promise<void> {
    let cursor = '0';
    let reached = 0;
    do {
      const [next, found] = await redis.scan(cursor, { match: space.match, count: batch });
      cursor = next;
      looked += batch;
      await write(redis, found, (pipeline, key) => pipeline.pexpire(key, ttlMs));
      reached += found.length;
    } while (cursor !== '0' && !isKilled(reached) && mayGoOn());
  }

  await come();
  await live((reached) => reached >= stay / 2);
  const atKill = await endsOf(ground.client('safe'), space);
  await go();
  await live();
  const total = cost();
  const wrong = wrongOf(atKill, await endsOf(redis, space));
  return {
    schedule,
    figures: { wrong, perTrip: Math.round(looked / total.roundTrips) },
    cost: total,
  };
}

/** A sweep of this room, with a dry run before it. */
async function runSafe(
  ground: ProofGround,
  space: Space,
  ids: Record<'dry' | 'real', ReturnType<typeof newOperationId>>,
): Promise<Outcome> {
  const run = await openRun(ground, 'safe', space);
  const { redis, schedule, say, cost, come, go } = run;
  const { prefix } = ground;
  const on = (client: Redis) => createSweeps(client, { prefix, leaseMs });
  const request = { match: space.match, action: 'expire', ttlMs } as const;
  const create = (id: 'dry' | 'real', more: { dryRun: boolean; dryRunId?: string }) =>
    on(redis).create({ ...request, ...more }, { owner: 'proof', id, operationId: ids[id] });
  const finish = async (id: string) => {
    for (;;) {
      const sweep = await on(redis).step(id, { maxPages: 10_000, budgetMs: 60_000 });
      if (sweep.status === 'done') return sweep;
      await new Promise((resolve) => setTimeout(resolve, leaseMs / 6));
    }
  };

  await create('dry', { dryRun: true });
  const dry = await finish('dry');
  say('caller', `tries it without acting: ${dry.matched} keys`);
  await create('real', { dryRun: false, dryRunId: 'dry' });
  await come();
  say('others', `write ${crowd} keys`);
  const faulty = ground.client('safe', { dropAnswer: (request) => request >= killedAt });
  say('first process', 'steps through the keys, page by page', 'killed in its second page');
  await dies(on(faulty).step('real', { maxPages: 10_000, budgetMs: 60_000 }));
  const atKill = await endsOf(ground.client('naive'), space);
  await go();
  say('others', `delete ${crowd} keys`);
  say('second process', `waits for the lease of ${leaseMs} ms, and goes on from the last page`);
  const done = await finish('real');
  say('second process', `has met ${done.matched} keys`);

  const total = cost();
  return {
    schedule,
    figures: {
      wrong: wrongOf(atKill, await endsOf(redis, space)),
      perTrip: Math.round((dry.examined + done.examined) / total.roundTrips),
    },
    cost: total,
  };
}
