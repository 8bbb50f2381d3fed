import { createClient } from '@/lib/redis/client';
import { requireRedisConfig, sharedTransport } from '@/lib/redis/shared';
import { compare } from '../compare';
import { startLoad } from '../load';
import { installPeers } from '../peers/install';
import { startWebdis } from '../peers/webdis';
import { startProcess } from '../processes';

const key = 'bench:gateway';

/** The gateway against other HTTP fronts of the same Redis, the load coming from a process of its own. */
export async function gateway() {
  const { REDIS_URL } = process.env;
  if (!REDIS_URL)
    throw new Error('The gateway is compared over a local Redis: REDIS_URL is missing');
  installPeers();
  const { url, token } = requireRedisConfig();
  const redis = createClient(sharedTransport());
  await redis.set(key, 'hello world');
  const ioredis = (WAY: string) => startProcess('./peers/ioredis-gateway.ts', { WAY });
  const [webdis, byCall, byPipeline, load] = await Promise.all([
    startWebdis(REDIS_URL),
    ioredis('call by call'),
    ioredis('its own pipeline'),
    startLoad(),
  ]);

  const get = JSON.stringify(['GET', key]);
  const hundred = JSON.stringify(Array(100).fill(['GET', key]));
  const bearer = { Authorization: `Bearer ${token}` };
  // As the official client asks. webdis knows no base64, so where it is compared nobody is asked for it.
  const base64 = { 'Upstash-Encoding': 'base64' };
  const webdisGet = (name: string, connections: number, depth = 1) =>
    load.side({ name, url: `${webdis.url}/GET/${key}`, method: 'GET', connections, depth });
  const pipeline = (name: string, base: unknown, headers = {}) =>
    load.side({
      name,
      url: `${base as string}/pipeline`,
      headers: { ...bearer, ...headers },
      body: hundred,
      connections: 50,
      operations: 100,
    });
  const rounds = { count: 9, ms: 400 };

  const rows = [
    ...(await compare(
      'gateway, single GET, 50 at a time',
      'requests',
      load.side({ name: 'our gateway', url, headers: bearer, body: get, connections: 50 }),
      [{ than: webdisGet('webdis', 50), atLeast: 0.65 }],
      rounds,
    )),
    ...(await compare(
      'gateway, /pipeline of 100',
      'commands',
      // What webdis does best: five requests pipelined on each of twenty connections.
      pipeline('our gateway', url),
      [{ than: webdisGet('webdis, 100 requests kept open', 20, 5), atLeast: 5 }],
      rounds,
    )),
    ...(await compare(
      'gateway, /pipeline of 100, base64',
      'commands',
      pipeline('our gateway', url, base64),
      [
        { than: pipeline('node:http + ioredis, call by call', byCall.ready.url), atLeast: 5 },
        { than: pipeline('node:http + ioredis, its pipeline()', byPipeline.ready.url) },
      ],
      rounds,
    )),
  ];
  await Promise.all([load.stop(), byCall.stop(), byPipeline.stop(), webdis.stop(), redis.del(key)]);
  return rows;
}
