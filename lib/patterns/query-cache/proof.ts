import type { Redis } from '@upstash/redis';
import { comparing, type Prove, type ProofGround, type ProofStep } from '../../proof';
import { createFlights } from '../cache';
import { keys } from '../cache/keys';
import { createQueryCache, queryKey, type Parameters, type QueryCache } from './index';

const sql = 'select status, count(*) from orders where status = any($1) group by status';
const crowd = 30;

/** One of the two servers that ask. */
type Server = 0 | 1;

/** What both sides can do; the schedule below drives them alike. */
interface Side {
  /** @returns the rows, of one field here: how many orders there are */
  ask(server: Server, tenant: string, sql: string, parameters: Parameters): Promise<number | null>;
  /** Commits a new number of orders, and does what the side does after a commit. */
  order(tenant: string, orders: number): Promise<unknown>;
}

/** The table that is asked: a hash on the same Redis, so that a query is a trip over the wire. */
interface Table {
  key: string;
  /** How many queries it was asked. */
  queries(): number;
  select(tenant: string): Promise<number | null>;
  update(tenant: string, orders: number): Promise<unknown>;
}

/**
 * The snippet that keeps a result under a hash of query and parameters, and this room, under one schedule: two tenants,
 * one question in two spellings, an answer that is empty, a write, and a crowd that asks at once on two servers.
 */
export const prove: Prove = async (ground) => {
  const started = performance.now();
  const [unsafe, ours] = [await run('naive', naive), await run('safe', safe)];

  async function run(name: 'naive' | 'safe', make: (at: Ground) => Promise<Side>) {
    const prefix = `${ground.prefix}-${name}`;
    const table = openTable(ground.client(name), `${prefix}:table`);
    const side = await make({ ground, prefix, table });
    const schedule: ProofStep[] = [];
    const say = (actor: string, event: string) => schedule.push({ actor, event });
    const from = performance.now();

    say('database', 'alder has 10 orders, birch 20');
    await table.update('alder', 10);
    await table.update('birch', 20);
    say('alder', 'asks for its orders');
    await side.ask(0, 'alder', sql, { status: 'placed', months: 3 });
    say('birch', 'asks the same question');
    const foreign = await side.ask(1, 'birch', sql, { status: 'placed', months: 3 });

    say('alder', 'asks in another spelling: parameters in another order, SQL on two lines');
    const before = table.queries();
    const spelling = sql.replace(' from', '\n  FROM');
    await side.ask(0, 'alder', spelling, { months: 3, status: 'placed' });
    const again = table.queries() - before;

    say('alder', 'places an order, and it is committed');
    await side.order('alder', 11);
    say('alder', 'asks for its orders');
    const read = await side.ask(0, 'alder', sql, { status: 'placed', months: 3 });

    say('cedar', 'asks three times; it has none');
    const unasked = table.queries();
    for (let n = 0; n < 3; n++) await side.ask(0, 'cedar', sql, { status: 'placed', months: 1 });
    const empty = table.queries() - unasked;

    say('a crowd', `of ${crowd} asks on two servers at once what nobody has asked`);
    const quiet = table.queries();
    const asked = Array.from({ length: crowd }, (_, n) =>
      side.ask((n % 2) as Server, 'birch', sql, { status: 'shipped', months: 24 }),
    );
    await Promise.all(asked);
    const crowded = table.queries() - quiet;
    const figures = {
      foreign: foreign === 20 ? 0 : 1,
      again,
      old: read === 11 ? 0 : 1,
      empty,
      crowded,
    };
    const cost = { ...ground.cost(name), tookMs: performance.now() - from };
    return { schedule, figures, cost };
  }

  const compare = comparing(unsafe.figures, ours.figures);
  const measure = (name: keyof typeof ours.figures, label: string, wanted: number, why: string) =>
    compare(name, label, `${wanted}, ${why}`, (figure) => figure === wanted);
  const measures = [
    measure('foreign', 'Answers with the rows of another tenant', 0, 'never'),
    measure('old', 'Answers older than a write that had returned', 0, 'never'),
    measure('again', 'Queries for the second spelling of one question', 0, 'since it is stored'),
    measure('empty', 'Queries for three reads of an empty answer', 1, 'since that is an answer'),
    measure('crowded', `Queries for ${crowd} who ask at once`, 1, 'whoever is first'),
  ];
  return {
    slug: 'query-cache',
    holds: measures.every(({ safeHolds }) => safeHolds),
    measures,
    naive: unsafe.cost,
    safe: ours.cost,
    schedule: ours.schedule,
    tookMs: performance.now() - started,
  };
};

interface Ground {
  ground: ProofGround;
  prefix: string;
  table: Table;
}

function openTable(redis: Redis, key: string): Table {
  let queries = 0;
  return {
    key,
    queries: () => queries,
    async select(tenant) {
      queries++;
      const orders = await redis.hget<string>(key, tenant);
      return orders === null ? null : Number(orders);
    },
    update: (tenant, orders) => redis.hset(key, { [tenant]: String(orders) }),
  };
}

/** The snippet. Whose rows a query reads is set on the connection, as with row-level security, so no hash sees it. */
async function naive({ ground, prefix, table }: Ground): Promise<Side> {
  const redis = ground.client('naive');
  return {
    async ask(_, tenant, text, parameters) {
      const digest = await crypto.subtle.digest(
        'SHA-256',
        new TextEncoder().encode(text + JSON.stringify(parameters)),
      );
      const queryHash = Array.from(new Uint8Array(digest).subarray(0, 8)).join('-');
      const cacheKey = `${prefix}:query:${queryHash}`;
      await ground.owns([table.key, cacheKey]);
      let result = JSON.parse((await redis.get<string>(cacheKey)) ?? 'null') as number | null;
      if (!result) {
        result = await table.select(tenant);
        await redis.set(cacheKey, JSON.stringify(result), { ex: 300 });
      }
      return result;
    },
    order: (tenant, orders) => table.update(tenant, orders),
  };
}

/** This room: two servers, which share nothing but Redis. */
async function safe({ ground, prefix, table }: Ground): Promise<Side> {
  const options = { prefix, ttlMs: 300_000, staleMs: 0, onError: () => undefined };
  const servers = ([0, 1] as const).map(() =>
    createQueryCache(ground.client('safe'), { ...options, flights: createFlights() }),
  ) as [QueryCache, QueryCache];
  const name = 'queries';
  const reads = ['orders'];
  return {
    async ask(server, tenant, text, parameters) {
      const query = { tenant, sql: text, parameters, reads };
      const { digest, tags } = await queryKey(query);
      const version = 1;
      await ground.owns([
        table.key,
        keys.entry({ prefix, name, version, key: digest }),
        keys.state({ prefix, name, version, key: digest }),
        ...tags.map((tag) => keys.tag({ prefix, name, tag })),
      ]);
      const { rows } = await servers[server].query(query, async () => [await table.select(tenant)]);
      return rows[0] ?? null;
    },
    order: (tenant, orders) => servers[0].write(tenant, reads, () => table.update(tenant, orders)),
  };
}
