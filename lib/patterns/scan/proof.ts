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

/** What one side has done. */
interface Outcome {
  schedule: ProofStep[];
  figures: { missed: number; twice: number; perTrip: number };
  cost: { roundTrips: number; commands: number; tookMs: number };
}

/**
 * The snippet and a sweep of this room give keys an end, under one schedule: other keys come and go, the process is
 * killed on its way, and the next one has to finish. Both may use as many round trips as twice through the database
 * takes at 1 000 keys each, and a few.
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
    compare(
      'missed',
      'Keys never reached',
      '0 of those that were there throughout',
      (n) => n === 0,
    ),
    compare('twice', 'Keys acted on twice', '0, though the process was killed', (n) => n === 0),
    compare('perTrip', 'Keys looked at by a round trip', '50 or more', (n) => n >= 50),
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

/** The keys that have no end: nobody reached them. */
async function countEndless(redis: Redis, { staying }: Space): Promise<number> {
  const ends = await write(redis, staying, (pipeline, key) => pipeline.pttl(key));
  return ends.filter((ms) => ms === -1).length;
}

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
  const total = await redis.dbsize();
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
    total,
    cost,
    say: (actor: string, event: string, fault?: string) =>
      void schedule.push({ actor, event, ...(fault && { fault }) }),
    /** Whether a share of the allowance is left. */
    mayGoOn: (share: number) => cost().roundTrips < share * (2 * Math.ceil(total / 1_000) + 24),
    come: () => write(redis, space.coming, (pipeline, key) => pipeline.set(key, '1')),
    go: () => write(redis, space.coming, (pipeline, key) => pipeline.unlink(key)),
  };
}

/** The snippet: ten keys a call, the cursor in a variable. Killed half way, it begins anew. */
async function runNaive(ground: ProofGround, space: Space): Promise<Outcome> {
  const { redis, schedule, cost, mayGoOn, come, go } = await openRun(ground, 'naive', space);
  const acted = new Map<string, number>();
  let looked = 0;

  async function live(share: number): Promise<void> {
    let cursor = '0';
    do {
      const [next, found] = await redis.scan(cursor, { match: space.match });
      cursor = next;
      looked += 10;
      const replies = await write(redis, found, (pipeline, key) => pipeline.pexpire(key, ttlMs));
      found.forEach((key, index) => {
        if (replies[index] === 1) acted.set(key, (acted.get(key) ?? 0) + 1);
      });
    } while (cursor !== '0' && mayGoOn(share));
  }

  await come();
  await live(0.5);
  await go();
  await live(1);
  const total = cost();
  const missed = await countEndless(redis, space);
  const twice = [...acted.values()].filter((times) => times > 1).length;
  const perTrip = Math.round(looked / total.roundTrips);
  return { schedule, figures: { missed, twice, perTrip }, cost: total };
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
  await go();
  say('others', `delete ${crowd} keys`);
  say('second process', `waits for the lease of ${leaseMs} ms, and goes on from the last page`);
  const done = await finish('real');
  say('second process', `has met ${done.matched} keys`);

  // Only an end that comes sooner is set, so a key that is met again is not acted on again.
  const acted = done.acted + done.unconfirmed;
  const total = cost();
  return {
    schedule,
    figures: {
      missed: await countEndless(redis, space),
      twice: Math.max(0, acted - stay),
      perTrip: Math.round((dry.examined + done.examined) / total.roundTrips),
    },
    cost: total,
  };
}
