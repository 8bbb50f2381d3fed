import type { Redis } from '@upstash/redis';
import { defineProof, type ProofStage } from '../../proof';
import { falsy, naive, safe, shortMs, type Load, type Side, type Times } from './proof-sides';

const readers = 50;
const bereaved = 10;

type Process = ReturnType<Side['process']>;
type Say = ProofStage['say'];

/**
 * The snippet that sets with a time to live and gets again, and this room, under one schedule: a rush on a cold key over
 * two processes, a loader that is killed, values that are falsy, a write while the old value is loaded, an origin that
 * goes down.
 */
export const prove = defineProof({
  slug: 'cache',
  sides: { naive, safe },
  together: true,

  async play(side, { client, say }) {
    const processes = [1, 2].map(() => side.process(client())) as [Process, Process];
    const dying = mortal(client());
    return {
      loads: await rush(processes, say),
      afterKill: await bereave(processes, side.process(dying.redis), dying.kill, say),
      falsyLoads: await readFalsy(processes, say),
      old: await writeWhileLoading(processes, say),
      refused: await takeOriginDown(processes, say),
    };
  },

  measures: (measure) => [
    measure('loads', `Loads for ${readers} who miss at once`, '1', 1),
    measure('afterKill', `Loads for ${bereaved} whose loader was killed`, '2, its own and one', 2),
    measure(
      'falsyLoads',
      'Loads of 0, "", false and null, read thrice',
      `${falsy.length}`,
      falsy.length,
    ),
    measure('old', 'Reads after an invalidation that got what was before', '0', 0),
    measure('refused', 'Readers turned away while the origin is down', '0', 0),
  ],
});

async function rush(processes: readonly Process[], say: Say): Promise<number> {
  say('process 1 and 2', `${readers} readers of one cold key at once`);
  const { load, count } = counted(() => pause(100).then(() => 'profile'));
  await readAll(processes, 'rush', readers, load);
  return count();
}

async function bereave(processes: readonly Process[], dying: Process, kill: () => void, say: Say) {
  let begun = () => {};
  const loading = new Promise<void>((resolve) => (begun = resolve));
  const { load, count } = counted(async () => 'profile');
  say('process 3', 'misses and begins to load', 'killed before it ends');
  const times = { leaseMs: shortMs };
  const neverEnds = () => {
    void load();
    begun();
    return new Promise(() => undefined);
  };
  void dying.read('killed', neverEnds, times);
  await loading;
  kill();
  say('process 1 and 2', `${bereaved} readers of the same key; the lease is ${shortMs} ms`);
  await readAll(processes, 'killed', bereaved, () => pause(50).then(load), times);
  return count();
}

async function readFalsy([process]: readonly [Process, Process], say: Say): Promise<number> {
  say('process 1', 'reads 0, "", false and null, three times each');
  let loads = 0;
  for (const [i, value] of falsy.entries())
    for (let time = 0; time < 3; time++)
      await process.read(`falsy-${i}`, async () => {
        loads += 1;
        return value;
      });
  return loads;
}

async function writeWhileLoading([a, b]: readonly [Process, Process], say: Say): Promise<number> {
  let truth = 'old';
  let begun = () => {};
  let goOn = () => {};
  const loading = new Promise<void>((resolve) => (begun = resolve));
  const held = new Promise<void>((resolve) => (goOn = resolve));
  const first = a.read('raced', async () => {
    const value = truth;
    begun();
    await held;
    return value;
  });
  await loading;
  say('process 1', 'has read the origin and not stored it yet', 'held up');
  truth = 'new';
  await b.invalidate('raced');
  say('process 2', 'writes, invalidates, and has its answer');
  goOn();
  await first;
  say('process 1', 'goes on; then both read again');
  const reads = await Promise.all(
    [a, b].map((process) => process.read('raced', async () => truth)),
  );
  return reads.filter((value) => value === 'old').length;
}

async function takeOriginDown(processes: readonly Process[], say: Say): Promise<number> {
  const times = { ttlMs: shortMs };
  await processes[0]!.read('outage', async () => 'profile', times);
  say('the clock', `goes on past the time to live, ${shortMs} ms`);
  await pause(shortMs + 50);
  say('process 1 and 2', 'read', 'the origin is down');
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, (_, i) =>
      processes[i % 2]!.read(
        'outage',
        () => Promise.reject(new Error('The origin is down')),
        times,
      ),
    ),
  );
  return outcomes.filter(({ status }) => status === 'rejected').length;
}

const readAll = (
  processes: readonly Process[],
  name: string,
  count: number,
  load: Load,
  times?: Times,
) =>
  Promise.all(Array.from({ length: count }, (_, i) => processes[i % 2]!.read(name, load, times)));

/** A client of a process that can be killed: from then on nothing leaves it. */
function mortal(redis: Redis): { redis: Redis; kill(): void } {
  let dead = false;
  const client = new Proxy(redis, {
    get: (target, name) =>
      dead ? () => new Promise(() => undefined) : Reflect.get(target, name, target),
  });
  return { redis: client, kill: () => void (dead = true) };
}

function counted(load: Load) {
  let loads = 0;
  return {
    count: () => loads,
    load: () => {
      loads += 1;
      return load();
    },
  };
}

/** What a load or a time to live takes is a matter of real time. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
