import type { Redis } from '@upstash/redis';
import {
  assertNames,
  createCache,
  maxInvalidated,
  type CacheOptions,
  type Reading,
} from '../cache';
import { canonicalSql } from './canonical-sql';
import { tagsRead, tagsWritten, type Dependency, type Tenant } from './dependencies';
import { canonicalParameters, type Parameters } from './parameters';

export { canonicalSql } from './canonical-sql';
export { canonicalParameters, type Parameter, type Parameters } from './parameters';
export type { Dependency, Tenant } from './dependencies';

/** As those of the cache below it; `name` is `queries` unless told. */
export type QueryCacheOptions = Omit<CacheOptions, 'name' | 'codec'> & { name?: string };

/** What is asked of the database. */
export interface Query {
  /** Whose rows the answer holds. `null` only where it is the same for every tenant, as a total over all is. */
  tenant: Tenant;
  sql: string;
  parameters: Parameters;
  /** What the answer depends on: at most 64 tags, of which a table takes two and a row three. */
  reads: readonly Dependency[];
}

/** What makes an answer that of one query and no other: the parts of its key. */
export interface QueryKey {
  tenant: Tenant;
  /** As `canonicalSql` spells it. */
  sql: string;
  /** As `canonicalParameters` spells them. */
  parameters: string;
  /** The SHA-256 of all three, in base64url: the key. */
  digest: string;
  tags: string[];
}

/** An answer with why it was served as it was; `loadMs` is the database's time. */
export type QueryReading<Row> = Omit<Reading<readonly Row[]>, 'value'> & {
  rows: readonly Row[];
  key: QueryKey;
};

export interface QueryCache {
  /**
   * Reads the answer of a query, or runs it: once for all who ask it at that moment, in however many processes, and in
   * whatever blanks, comments and case of words.
   *
   * An answer is never older than a `write` or `invalidate` of what it `reads` that had returned when the call began.
   * A hit is one round trip with one command. Rows come as JSON gives them back: a date is a string, from a hit as from
   * a miss.
   *
   * @param run asks the database; told by `signal` when its answer is not wanted any more
   * @throws what `run` throws; CodedError `origin_unavailable` where it failed a moment ago; TypeError or RangeError for
   *   parameters that are none
   */
  query<Row>(
    query: Query,
    run: (signal: AbortSignal) => Promise<readonly Row[]>,
  ): Promise<QueryReading<Row>>;

  /**
   * Runs a write, and when it is committed outdates the answers that depend on it. One command for up to 250 rows,
   * whatever was stored, and one for each 250 more.
   *
   * Where the process dies in between, or Redis cannot be reached, the old answers live until their time is over
   * (`ttlMs`, and `staleMs` and `graceMs` after it): nothing in Redis can know of a commit that nobody told it.
   *
   * @param writes what the transaction changed; a table where it is not known which rows
   * @param work commits, or throws: then nothing is outdated
   * @returns what `work` returned, and whether the old answers are gone
   * @throws what `work` throws; RangeError for a row that is too long to name, before `work` begins
   */
  write<T>(
    tenant: Tenant,
    writes: readonly Dependency[],
    work: () => Promise<T>,
  ): Promise<{ result: T; outdated: boolean }>;

  /**
   * Outdates what depends on tables or rows. One command for up to 250 rows.
   *
   * @throws CodedError `redis_unreachable`; RangeError for a row that is too long to name
   */
  invalidate(tenant: Tenant, writes: readonly Dependency[]): Promise<void>;
}

/** A cache of what a database answers, over the room `cache`. It is made per request, in microseconds. */
export function createQueryCache(redis: Redis, options: QueryCacheOptions): QueryCache {
  const { name = 'queries', onError = console.error, ...times } = options;
  const cache = createCache(redis, { ...times, onError, name });
  const outdate = async (tags: readonly string[]) => {
    for (let from = 0; from < tags.length; from += maxInvalidated)
      await cache.invalidate({ tags: tags.slice(from, from + maxInvalidated) });
  };

  return {
    async query<Row>(query: Query, run: (signal: AbortSignal) => Promise<readonly Row[]>) {
      const key = await queryKey(query);
      const { value, ...reading } = await cache.get<readonly Row[]>(key.digest, {
        tags: key.tags,
        load: ({ signal }) => run(signal),
      });
      return { ...reading, rows: value ?? [], key };
    },

    async write(tenant, writes, work) {
      // Before anything is committed, so that a row that no key can name refuses the write and not its outdating.
      const tags = tagsWritten(tenant, writes);
      assertNames(tags);
      const result = await work();
      try {
        await outdate(tags);
        return { result, outdated: true };
      } catch (error) {
        // What is committed stays so, and its writer must hear that it was.
        onError(error);
        return { result, outdated: false };
      }
    },

    async invalidate(tenant, writes) {
      const tags = tagsWritten(tenant, writes);
      assertNames(tags);
      await outdate(tags);
    },
  };
}

/** What a query is kept under: what another spelling of it shares, and no other query does. */
export async function queryKey({ tenant, reads, ...query }: Query): Promise<QueryKey> {
  const sql = canonicalSql(query.sql);
  const parameters = canonicalParameters(query.parameters);
  const text = new TextEncoder().encode(JSON.stringify([tenant, sql, parameters]));
  const digest = base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
  return { tenant, sql, parameters, digest, tags: tagsRead(tenant, reads) };
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
