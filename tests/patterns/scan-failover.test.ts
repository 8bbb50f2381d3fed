import { expect, onTestFinished, test } from 'vitest';
import { startGateway } from '@/lib/local/gateway/server';
import { startRedis } from '@/lib/local/redis-server';
import { createScan, createSweeps } from '@/lib/patterns/scan';
import { createClient } from '@/lib/redis/client';
import { createTransport } from '@/lib/redis/transport';
import { openAddress } from '../support/address';

const token = 'of-this-test';
const match = 'swept:*';
const count = 5_000;

/** A client of the Redis at a port. */
async function clientOf(port: number, password: string) {
  const redisUrl = `redis://:${password}@127.0.0.1:${port}`;
  const gateway = await startGateway({ redisUrl, token, allowAdmin: true });
  onTestFinished(gateway.close);
  return createClient(createTransport({ url: gateway.url, token }));
}

/** A primary with keys, its replica, and an address that leads to the one until it leads to the other. */
async function pair() {
  const [first, second] = await Promise.all([
    startRedis({ ephemeral: true }),
    startRedis({ ephemeral: true }),
  ]);
  onTestFinished(first.stop);
  onTestFinished(second.stop);
  const { password } = new URL(first.url);
  const replica = await clientOf(second.port, new URL(second.url).password);
  await replica.exec(['CONFIG', 'SET', 'masterauth', password]);
  await replica.exec(['CONFIG', 'SET', 'requirepass', password]);
  await replica.exec(['REPLICAOF', '127.0.0.1', String(first.port)]);
  const address = await openAddress(first.port);
  const redis = await clientOf(address.port, password);
  for (let from = 0; from < count; from += 1_000) {
    const pipeline = redis.pipeline();
    for (let n = from; n < from + 1_000; n++) pipeline.set(`swept:${n}`, '1');
    await pipeline.exec();
  }
  const isThere = () =>
    redis.ping().then(
      () => true,
      () => false,
    );
  return {
    redis,
    /** The replica has all, takes over, and the primary is gone. */
    async failOver() {
      await expect
        .poll(() => redis.exec(['WAIT', '1', '1000']), { timeout: 20_000 })
        .toBeGreaterThan(0);
      await replica.exec(['REPLICAOF', 'NO', 'ONE']);
      address.to = second.port;
      await first.stop();
      await expect.poll(isThere, { timeout: 20_000 }).toBe(true);
    },
  };
}

test('a sweep over a failover begins anew on the new primary, and leaves none', async () => {
  const { redis, failOver } = await pair();
  const sweeps = createSweeps(redis);
  const wanted = { match, action: 'delete' as const };
  const dry = await sweeps.create({ ...wanted, dryRun: true }, { owner: 'ann' });
  expect(await sweeps.step(dry.id, { budgetMs: 60_000 })).toMatchObject({
    status: 'done',
    matched: count,
    restarts: 0,
  });
  const { id } = await sweeps.create(
    { ...wanted, dryRun: false, dryRunId: dry.id },
    { owner: 'ann' },
  );
  await sweeps.step(id, { budgetMs: 60_000, maxPages: 2 });
  await failOver();
  let sweep = await sweeps.step(id, { budgetMs: 60_000 });
  while (sweep.status !== 'done') sweep = await sweeps.step(id, { budgetMs: 60_000 });
  expect(sweep.restarts).toBe(1);
  expect((await createScan(redis).page({ match })).keys).toEqual([]);
  expect(sweep.acted).toBe(count);
});

test('a scan over a failover shows every key, and a count counts anew', async () => {
  const { redis, failOver } = await pair();
  const scan = createScan(redis);
  const sweeps = createSweeps(redis);
  const counting = { match, action: 'count' as const, dryRun: false };
  const { id } = await sweeps.create(counting, { owner: 'ann' });
  await sweeps.step(id, { budgetMs: 60_000, maxPages: 2 });
  const first = await scan.page({ match, maxRoundTrips: 2 });
  await failOver();
  const all = new Set(first.keys);
  for await (const key of scan.keys({ match, cursor: first.next! })) all.add(key);
  expect(all.size).toBe(count);
  let sweep = await sweeps.step(id, { budgetMs: 60_000 });
  while (sweep.status !== 'done') sweep = await sweeps.step(id, { budgetMs: 60_000 });
  expect(sweep).toMatchObject({ matched: count, restarts: 1 });
});
