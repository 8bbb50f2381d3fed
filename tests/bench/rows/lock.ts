import { compare, each, rateOf, type Row } from '../compare';
import { startLoad } from '../load';
import { createLockers, type TakeAndRelease } from '../peers/lockers';
import { startProcess } from '../processes';

const rounds = { count: 5, ms: 2_000 };
const names = { ours: 'our lock, fenced and fair', peer: '@upstash/lock' };

/** A lock that is taken and released, beside the usual one for serverless apps on its default client. */
export async function lock(): Promise<Row[]> {
  const lockers = createLockers();
  const side = (name: string, workers: readonly TakeAndRelease[]) => ({
    name,
    run: (ms: number) => rateOf(workers.length, ms, (worker) => workers[worker]!()),
  });
  const loop = (width: number, what: string, atLeast: number) =>
    compare(
      `lock take + release, ${what}`,
      'pairs',
      side(
        names.ours,
        each(width, () => lockers.ours()),
      ),
      [
        {
          than: side(
            names.peer,
            each(width, () => lockers.peer),
          ),
          atLeast,
        },
      ],
      rounds,
    );
  const rows = [
    ...(await loop(50, '50 at a time in one loop', 1)),
    ...(await loop(1, 'one at a time', 2)),
    ...(await inServer()),
  ];
  await lockers.close();
  return rows;
}

/** What users of a lock live with: one for each request of a server. */
async function inServer(): Promise<Row[]> {
  const [app, load] = await Promise.all([startProcess('./peers/locking-server.ts'), startLoad()]);
  const side = (name: string, path: string) =>
    load.side({ name, url: `${app.ready.url as string}${path}`, method: 'GET', connections: 50 });
  const rows = await compare(
    'a node:http server, one lock taken and released a request, 50 at a time',
    'requests',
    side(names.ours, '/ours'),
    [{ than: side(names.peer, '/peer'), atLeast: 3 }],
    rounds,
  );
  await Promise.all([load.stop(), app.stop()]);
  return rows;
}
