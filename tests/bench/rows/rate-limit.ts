import { createTrace } from '@/lib/redis/record';
import { compare, each, rateOf, type Row } from '../compare';
import { startLoad } from '../load';
import { createLimiters, someone, type Check } from '../peers/limiters';
import { startProcess } from '../processes';

const rounds = { count: 5, ms: 2_000 };
const peerName = '@upstash/ratelimit, sliding window';

/** A check against an exact window, beside the approximation that most serverless apps use, on its default client. */
export async function rateLimit(): Promise<Row[]> {
  const limiters = createLimiters();
  const side = (name: string, checks: readonly Check[]) => ({
    name,
    run: (ms: number) =>
      rateOf(checks.length, ms, async (worker) => {
        if (!(await checks[worker]!(someone())))
          throw new Error(`${name} refused a caller within its limit`);
      }),
  });
  const loop = (width: number, what: string, atLeast: number) =>
    compare(
      `rate-limit check, ${what}`,
      'checks',
      side(
        'our sliding log',
        each(width, () => limiters.ours()),
      ),
      [
        {
          than: side(
            peerName,
            each(width, () => limiters.peer),
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
    ...(await refused()),
  ];
  await limiters.close();
  return rows;
}

/** What users of a limiter live with: a check for each request of a server. */
async function inServer(): Promise<Row[]> {
  const [app, load] = await Promise.all([startProcess('./peers/limited-server.ts'), startLoad()]);
  const side = (name: string, path: string) =>
    load.side({ name, url: `${app.ready.url as string}${path}`, method: 'GET', connections: 50 });
  const rows = await compare(
    'a node:http server, one check a request, 50 at a time',
    'requests',
    side('our sliding log', '/ours'),
    [{ than: side(peerName, '/peer'), atLeast: 3 }],
    rounds,
  );
  await Promise.all([load.stop(), app.stop()]);
  return rows;
}

/** A caller who is refused and asks again at once: both sides remember it, and ask nothing. */
async function refused(): Promise<Row[]> {
  // Within an hour the window hardly moves: neither side lets the caller through again.
  const limiters = createLimiters(3_600);
  const trace = createTrace();
  const [own, peer] = [limiters.ours(trace), limiters.peer];
  const identifier = `refused-${crypto.randomUUID()}`;
  for (const check of [own, peer]) while (await check(identifier));
  const sent = await Promise.all([
    during(own, identifier, () => trace.counts.roundTrips),
    withCountedFetch((requests) => during(peer, identifier, requests)),
  ]);
  const side = (name: string, requests: number, check: Check) => ({
    name: `${name}: ${requests} requests in 1,000 checks`,
    run: (ms: number) =>
      rateOf(1, ms, async () => {
        if (await check(identifier)) throw new Error(`${name} let a refused caller through`);
      }),
  });
  if (sent[0] > 0) throw new Error(`A refused caller cost ${sent[0]} requests, and none was to be`);
  const rows = await compare(
    'a check of a caller who is refused still',
    'checks',
    side('our sliding log', sent[0], own),
    [{ than: side(peerName, sent[1], peer) }],
    { count: 3, ms: 100 },
  );
  await limiters.close();
  return rows;
}

/** How many requests a thousand checks of a refused caller make. */
async function during(check: Check, identifier: string, requests: () => number): Promise<number> {
  const before = requests();
  for (let i = 0; i < 1_000; i++) await check(identifier);
  return requests() - before;
}

/** The official client sends by the fetch of the runtime. */
async function withCountedFetch<T>(work: (requests: () => number) => Promise<T>): Promise<T> {
  const { fetch } = globalThis;
  let count = 0;
  globalThis.fetch = (...args) => {
    count++;
    return fetch(...args);
  };
  try {
    return await work(() => count);
  } finally {
    globalThis.fetch = fetch;
  }
}
