import { Redis } from '@upstash/redis';
import { createClient } from '@/lib/redis/client';
import { createTrace } from '@/lib/redis/record';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { compare, rateOf, type Side } from '../compare';

/** The official client over our transport, against the same client as shipped. */
export async function transport() {
  const config = requireRedisConfig();
  const ours = createTransport(config);
  const apart = createTransport({ ...config, batch: false });
  const official = { ...config, enableTelemetry: false };
  const clients = {
    'our transport': createClient(ours, { trace: createTrace() }),
    'our transport, no shared requests': createClient(apart, { trace: createTrace() }),
    'as shipped': new Redis(official),
    'as shipped, auto-pipelining off': new Redis({ ...official, enableAutoPipelining: false }),
  };
  const key = 'bench:transport';
  const own = clients['our transport'];
  await own.set(key, 'hello world');
  await own.del(`${key}:list`);
  for (let i = 0; i < 10_000; i += 1_000) {
    const members = Array.from({ length: 1_000 }, (_, n) => `member:${i + n}:of a list`);
    await own.rpush(`${key}:list`, members[0]!, ...members.slice(1));
  }

  const side = (
    name: keyof typeof clients,
    width: number,
    read: (redis: Redis) => Promise<unknown>,
  ) => ({
    name,
    run: (ms: number) => rateOf(width, ms, () => read(clients[name])),
  });
  const get = (redis: Redis) => redis.get(key);
  const list = async (redis: Redis) => {
    const { length } = await redis.lrange(`${key}:list`, 0, -1);
    if (length !== 10_000) throw new Error(`Expected 10 000 members, got ${length}`);
  };
  const rounds = { count: 5, ms: 500 };

  const rows = [
    ...(await compare(
      'GET, 50 at a time',
      'ops',
      side('our transport', 50, get),
      [
        { than: side('as shipped, auto-pipelining off', 50, get), atLeast: 8 },
        { than: side('as shipped', 50, get), atLeast: 1 },
        { than: side('our transport, no shared requests', 50, get) },
      ] satisfies { than: Side; atLeast?: number }[],
      rounds,
    )),
    ...(await compare(
      'GET, one at a time',
      'ops',
      side('our transport', 1, get),
      [{ than: side('as shipped, auto-pipelining off', 1, get) }],
      rounds,
    )),
    ...(await compare(
      'a reply of 10 000 strings',
      'replies',
      side('our transport', 1, list),
      [{ than: side('as shipped', 1, list), atLeast: 5 }],
      rounds,
    )),
  ];
  await own.del(key, `${key}:list`);
  await Promise.all([ours.close(), apart.close()]);
  return rows;
}
