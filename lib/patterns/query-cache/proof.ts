import type { Redis } from '@upstash/redis';
import { defineProof, type ProofGround } from '../../proof';
import { createFlights } from '../cache';
import { keys } from '../cache/keys';
import { createQueryCache, queryKey, type Parameters, type QueryCache } from './index';

const sql = 'select status, count(*) from orders where status = any($1) group by status';
const crowd = 30;

/** One of the two servers that ask. */
type Server = 0 | 1;

/** What both sides can do; the schedule below drives them alike. */
interface Side {
  /** The key of the table; those of a question are owned when it is asked. */
  keys: string[];
  table: Table;
  /** @returns the rows, of one field here: how many orders there are */
  ask(server: Server, tenant: string, sql: string, parameters: Parameters): Promise<number | null>;
  /** Commits a new number of orders, and does what the side does after a commit. */
  order(tenant: string, orders: number): Promise<unknown>;
}

/** The table that is asked: a hash on the same Redis, over a client of its own; a query is a trip over the wire. */
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
export const prove = defineProof({
  slug: 'query-cache',
  sides: { naive, safe },

  async play({ table, ask, order }, { say }) {
    say('database', 'alder has 10 orders, birch 20');
    await table.update('alder', 10);
    await table.update('birch', 20);
    say('alder', 'asks for its orders');
    await ask(0, 'alder', sql, { status: 'placed', months: 3 });
    say('birch', 'asks the same question');
    const foreign = await ask(1, 'birch', sql, { status: 'placed', months: 3 });

    say('alder', 'asks in another spelling: parameters in another order, SQL on two lines');
    const before = table.queries();
    const spelling = sql.replace(' from', '\n  FROM');
    await ask(0, 'alder', spelling, { months: 3, status: 'placed' });
    const again = table.queries() - before;

    say('alder', 'places an order, and it is committed');
    await order('alder', 11);
    say('alder', 'asks for its orders');
    const read = await ask(0, 'alder', sql, { status: 'placed', months: 3 });

    say('cedar', 'asks three times; it has none');
    const unasked = table.queries();
    for (let n = 0; n < 3; n++) await ask(0, 'cedar', sql, { status: 'placed', months: 1 });
    const empty = table.queries() - unasked;

    say('a crowd', `of ${crowd} asks on two servers at once what nobody has asked`);
    const quiet = table.queries();
    const asked = Array.from({ length: crowd }, (_, n) =>
      ask((n % 2) as Server, 'birch', sql, { status: 'shipped', months: 24 }),
    );
    await Promise.all(asked);
    const crowded = table.queries() - quiet;
    return { foreign: foreign === 20 ? 0 : 1, again, old: read === 11 ? 0 : 1, empty, crowded };
  },

  measures: (measure) => [
    measure('foreign', 'Answers with the rows of another tenant', '0, never', 0),
    measure('old', 'Answers older than a write that had returned', '0, never', 0),
    measure('again', 'Queries for the second spelling of one question', '0, since it is stored', 0),
    measure('empty', 'Queries for three reads of an empty answer', '1, since that is an answer', 1),
    measure('crowded', `Queries for ${crowd} who ask at once`, '1, whoever is first', 1),
  ],
});

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

/** Names keys once, and lets all who are about to write them go on at the same moment. */
function ownOnce(owns: ProofGround['owns']): ProofGround['owns'] {
  const named = new Map<string, Promise<void>>();
  return (written) => {
    const which = written.join(' ');
    const naming = named.get(which) ?? owns(written);
    named.set(which, naming);
    return naming;
  };
}

/** The snippet. Whose rows a query reads is set on the connection, as with row-level security, so no hash sees it. */
function naive(run: string, { client, owns }: ProofGround): Side {
  const prefix = `${run}-naive`;
  const table = openTable(client('naive'), `${prefix}:table`);
  const redis = client('naive');
  const own = ownOnce(owns);
  return {
    keys: [table.key],
    table,
    async ask(_, tenant, text, parameters) {
      const digest = await crypto.subtle.digest(
        'SHA-256',
        new TextEncoder().encode(text + JSON.stringify(parameters)),
      );
      const queryHash = Array.from(new Uint8Array(digest).subarray(0, 8)).join('-');
      const cacheKey = `${prefix}:query:${queryHash}`;
      await own([cacheKey]);
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
function safe(run: string, { client, owns }: ProofGround): Side {
  const prefix = `${run}-safe`;
  const table = openTable(client('safe'), `${prefix}:table`);
  const options = { prefix, ttlMs: 300_000, staleMs: 0, onError: () => undefined };
  const servers = ([0, 1] as const).map(() =>
    createQueryCache(client('safe'), { ...options, flights: createFlights() }),
  ) as [QueryCache, QueryCache];
  const name = 'queries';
  const reads = ['orders'];
  const own = ownOnce(owns);
  return {
    keys: [table.key],
    table,
    async ask(server, tenant, text, parameters) {
      const query = { tenant, sql: text, parameters, reads };
      const { digest, tags } = await queryKey(query);
      const version = 1;
      await own([
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
