import { compare } from '../compare';
import { startLoad } from '../load';
import { startNext } from '../peers/next-server';

/** One Redis operation, PING, and beside it a query of the database. */
const withRedis = { method: 'GET', status: 200 } as const;
/** None: that route's answer to a preflight. It skips the validation and the trace too, so this is on the strict side. */
const without = { method: 'OPTIONS', status: 204 } as const;

/** What a Redis operation adds to a route of the app. */
export async function route() {
  const [app, load] = await Promise.all([startNext(), startLoad()]);
  const side = (name: string, asked: typeof withRedis | typeof without) =>
    load.side({ name, url: `${app.url}/api/health`, ...asked, connections: 50 });
  const rows = await compare(
    'next start, an API route, 50 at a time',
    'requests',
    side('one Redis operation', withRedis),
    [{ than: side('none', without), atLeast: 0.8 }],
    { count: 5, ms: 1_000 },
  );
  await Promise.all([load.stop(), app.stop()]);
  return rows;
}
