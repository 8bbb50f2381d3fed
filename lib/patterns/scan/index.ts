import type { Redis } from '@upstash/redis';
import type { KeyFacts, KeyPage, Summary } from './contract';
import type { ValuePage } from './contract-values';
import { describeKeys } from './facts';
import { oneCommand, onceFor, type Once } from '../../redis/script';
import { receiptMs, removalOf } from './keys';
import { readPage, type PageOptions } from './page';
import { readValue } from './read-value';
import { summarize } from './summarize';

export { makeDemoKeys } from './demo';
export { escapeGlob, literalOf, literalPrefixOf } from './glob';
export { createSweeps, type Sweeps } from './sweeps';

export interface ScanOptions {
  /**
   * What single keys are read through; the client itself unless told. One with a token that may only read will do.
   * SCAN and INFO go through the client itself, since hosts refuse them to such a token.
   */
  reader?: Redis;
}

export interface Scan {
  /**
   * One call of a scan: as many keys as its budget finds, and a cursor for the rest. A pattern without a glob is one
   * key and is asked for. One command for each 1 000 keys of the database and two more, a round trip for each.
   */
  page(options?: PageOptions): Promise<KeyPage>;

  /**
   * All keys that match, one after the other, a page in memory at a time. Each key that is there throughout comes at
   * least once; one may come again after 10 000 others.
   *
   * @param options as of `page`; the budget is that of each page
   */
  keys(options?: PageOptions): AsyncGenerator<string, void, undefined>;

  /** What keys are, for those that are looked at: two round trips, four commands a key. */
  describe(keys: readonly string[]): Promise<KeyFacts[]>;

  /** One bounded page of a value of any type. Only reads. Two round trips, five commands. */
  read(key: string, cursor?: string): Promise<ValuePage>;

  /** What keys there are, by prefix, type, expiry and memory: exact up to 200 keys a call, beyond by a sample. */
  summarize(options?: Pick<PageOptions, 'match' | 'cursor' | 'budgetMs'>): Promise<Summary>;

  /** Keys of the database, and the bytes that Redis uses; null where it does not tell. Two commands. */
  measure(): Promise<{ keys: number; memoryBytes: number | null }>;

  /** Deletes one key; its memory is freed in the background. One command; four with an operation id. */
  remove(key: string, options?: Once): Promise<boolean>;
}

/** Names that an iterator remembers, so as not to give them twice. */
const remembered = 10_000;

/** Looks through the keys of one Redis. It needs no state of its own and writes nothing. */
export function createScan(redis: Redis, { reader = redis }: ScanOptions = {}): Scan {
  const clients = { redis, reader };
  return {
    page: (options = {}) => readPage(clients, options),

    async *keys(options = {}) {
      const recent = new Set<string>();
      let cursor = options.cursor;
      do {
        const page = await readPage(clients, { ...options, cursor });
        for (const key of page.keys) {
          if (recent.has(key)) continue;
          recent.add(key);
          if (recent.size > remembered) recent.delete(recent.values().next().value!);
          yield key;
        }
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
    },

    describe: (keys) => describeKeys(reader, keys),
    read: (key, cursor) => readValue(reader, key, cursor),
    summarize: (options = {}) => summarize(clients, options),

    async measure() {
      const [keys, info] = await Promise.all([
        redis.dbsize(),
        redis.exec<string | null>(['INFO', 'memory']),
      ]);
      const bytes = /^used_memory:(\d+)/m.exec(info ?? '')?.[1];
      return { keys, memoryBytes: bytes === undefined ? null : Number(bytes) };
    },

    async remove(key, { operationId } = {}) {
      if (!operationId) return (await redis.unlink(key)) === 1;
      const once = onceFor(operationId, (id) => removalOf(key, id), receiptMs);
      return (
        (await oneCommand.run<number>(redis, { keys: [key], args: ['UNLINK'], ...once })) === 1
      );
    },
  };
}
