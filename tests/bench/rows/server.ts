import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';
import { compare } from '../compare';
import { startLoad } from '../load';
import { startProcess } from '../processes';

/** Inside a server, where each request makes one command: what the users of a client live with. */
export async function server() {
  const redis = createClient(sharedTransport());
  await redis.set('bench:server', 'hello world');
  const app = await startProcess('./peers/app-server.ts');
  const load = await startLoad();
  const side = (name: string, path: string) =>
    load.side({ name, url: `${app.ready.url}${path}`, method: 'GET', connections: 50 });

  const rows = await compare(
    'a node:http server, one GET a request, 50 at a time',
    'requests',
    side('our transport', '/ours'),
    [{ than: side('as shipped', '/shipped') }, { than: side('no Redis at all', '/none') }],
    { count: 5, ms: 500 },
  );
  await Promise.all([load.stop(), app.stop(), redis.del('bench:server')]);
  return rows;
}
