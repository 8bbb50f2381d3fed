import { compare } from '../compare';
import { startLoad } from '../load';
import { startNext } from '../peers/next-server';

/** One Redis operation, PING. */
const withRedis = { path: '/api/health', status: 200 };
/** None. It skips the validation and the trace of an operation too, so the comparison is on the strict side. */
const without = { path: '/api/no-such-path', status: 404 };

/** What a Redis operation adds to a route of the app. */
export async function route() {
  const [app, load] = await Promise.all([startNext(), startLoad()]);
  const side = (name: string, { path, status }: typeof without) =>
    load.side({ name, url: `${app.url}${path}`, status, method: 'GET', connections: 50 });
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
