import { createQueue, type Outcome } from '@/lib/patterns/queue';
import { keys } from '@/lib/patterns/queue/keys';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';
import { countCommands } from '../../support/commands';
import { compare, each, rateOf, type Row } from '../compare';
import { createBullQueue } from '../peers/bullmq';
import { installPeers } from '../peers/install';

const size = 10;
/** Who works at a time, each on a batch. */
const workers = 10;
const names = { ours: 'our queue, over HTTP', peer: 'BullMQ, over TCP' };

/** Jobs that are added and processed ten by ten: with this room over HTTP, and with BullMQ over TCP. */
export async function queue(): Promise<Row[]> {
  installPeers();
  const redis = createClient(sharedTransport());
  const place = { prefix: `bench-${crypto.randomUUID()}`, queue: 'bench' };
  const bull = await createBullQueue(process.env.REDIS_URL!, size * workers);

  const owns = each(workers, () => {
    // As the app does: a client for each request over one transport.
    const own = createQueue(createClient(sharedTransport()), {
      prefix: place.prefix,
      name: place.queue,
    });
    return { own, outcomes: [] as Outcome[] };
  });
  const ours = async (worker: number) => {
    const { own, outcomes } = owns[worker]!;
    const data = { to: 'ann@example.com' };
    await own.enqueueMany(Array.from({ length: size }, () => ({ name: 'bench', data })));
    // What the batch before has done goes along, as in a worker.
    const { jobs } = await own.claim({ most: size, outcomes: outcomes.splice(0) });
    outcomes.push(...jobs.map(({ id, token }): Outcome => ({ id, token, outcome: 'done' })));
  };
  const side = (name: string, work: (worker: number) => Promise<void>) => ({
    name,
    run: async (ms: number) => size * (await rateOf(workers, ms, work)),
  });
  const peer = () => bull.addAndProcess(size);

  const rows = await compare(
    'queue, a job added and processed, in batches of 10',
    'jobs',
    side(names.ours, ours),
    [{ than: side(names.peer, peer), atLeast: 3 }],
    { count: 5, ms: 1_000 },
  );

  const batches = 50;
  const jobsPerCommand = async (work: (worker: number) => Promise<void>) => {
    const commands = await countCommands(redis, async () => {
      for (let i = 0; i < batches; i++) await work(0);
    });
    return (batches * size) / commands;
  };
  const sideRate = await jobsPerCommand(ours);
  const thanRate = await jobsPerCommand(peer);
  rows.push({
    what: 'queue, what one Redis command carries, in batches of 10',
    unit: 'jobs a command',
    side: names.ours,
    than: names.peer,
    sideRate,
    thanRate,
    ratio: sideRate / thanRate,
    atLeast: 10,
  });
  await bull.close();
  for (const { own, outcomes } of owns) await own.settle(outcomes);
  await redis.unlink(keys.jobs(place), keys.schedule(place));
  return rows;
}
