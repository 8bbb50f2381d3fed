import { createCache } from '@/lib/patterns/cache';
import { createClient } from '@/lib/redis/client';
import { createTrace } from '@/lib/redis/record';
import type { RedisConfig } from '@/lib/redis/config';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { compare, rateOf, type Row } from '../compare';
import { openBentocache, type Peer } from '../peers/bentocache';
import { installPeers } from '../peers/install';
import { startProcess } from '../processes';

const tags = ['users', 'user:1', 'shop:1'] as const;
const key = 'user-1';
const value = { id: 'user-1', displayName: 'Somebody', city: 'Riga', bio: 'x'.repeat(200) };
const rounds = { count: 5, ms: 500 };

/** What one trip takes where Redis is not on this machine but in its region. */
const tripMs = 5;

/**
 * A hit on a value with three tags: one trip here, seven one after another there. On one machine a trip is nearly free
 * and one over HTTP costs more than one over TCP, so the two are also compared at the distance that a Redis has.
 */
export async function cache(): Promise<Row[]> {
  const { REDIS_URL } = process.env;
  if (!REDIS_URL) throw new Error('bentocache speaks to Redis itself: REDIS_URL is missing');
  installPeers();
  const config = requireRedisConfig();
  const link = await startProcess('./peers/far-link.ts', {
    ONE_WAY_MS: String(tripMs / 2),
    HTTP_TARGET: config.url,
    TCP_TARGET: REDIS_URL,
  });
  const through = (url: string, port: unknown) =>
    Object.assign(new URL(url), { port: String(port) }).href;
  const near = [await openOurs(config), await openPeer(REDIS_URL)] as const;
  const far = [
    await openOurs({ ...config, url: through(config.url, link.ready.http) }),
    await openPeer(through(REDIS_URL, link.ready.tcp)),
  ] as const;

  const side = (name: string, width: number, { read }: Peer) => ({
    name,
    run: (ms: number) => rateOf(width, ms, read),
  });
  const row = ([own, peer]: typeof near, width: number, where: string, atLeast?: number) =>
    compare(
      `cache hit with 3 tags, ${where}, ${width === 1 ? 'one' : width} at a time`,
      'hits',
      side('our cache, over HTTP', width, own),
      [
        {
          than: side('bentocache over ioredis', width, peer),
          ...(atLeast !== undefined && { atLeast }),
        },
      ],
      rounds,
    );
  const away = `Redis ${tripMs} ms away`;
  const rows = [
    ...(await row(far, 1, away, 5)),
    ...(await row(far, 50, away, 5)),
    ...(await row(near, 50, 'on one machine')),
  ];
  await Promise.all([...near, ...far].map((each) => each.close()));
  await link.stop();
  return rows;
}

const openPeer = (url: string) => openBentocache(url, key, tags, value);

async function openOurs(config: RedisConfig): Promise<Peer> {
  const transport = createTransport(config);
  // As the app does: a client and a cache for each request over one transport.
  const open = () =>
    createCache(createClient(transport, { trace: createTrace() }), {
      prefix: 'bench-cache',
      name: 'users',
      ttlMs: 600_000,
    });
  const read = async () => {
    const { status } = await open().get(key, { tags, load: async () => value });
    return status;
  };
  await read();
  if ((await read()) !== 'hit') throw new Error('Our cache did not hit');
  return { read, close: () => transport.close() };
}
