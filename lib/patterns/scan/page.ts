import type { Redis } from '@upstash/redis';
import { defaultCount, type KeyPage } from './contract';
import type { KeyType } from './contract-names';
import { fromCursor, start, toCursor } from './cursor';
import { literalOf } from './glob';
import { isAnother, onNode } from './node';

/** What a scan asks through. They may be one. */
export interface Clients {
  /** Takes SCAN, DBSIZE and INFO. */
  redis: Redis;
  /** Takes what reads single keys; need not be allowed more than that. */
  reader: Redis;
}

type ScanPage = [cursor: string, keys: string[]];

/** What one call looks for, and how much it may spend. */
export interface PageOptions {
  /** A pattern as of KEYS; without a glob, one key. All keys unless told. */
  match?: string | undefined;
  type?: KeyType | undefined;
  /** The `next` of the call before. */
  cursor?: string | undefined;
  /** Keys that one round trip looks at, 1 to 10 000; 1 000 unless told. */
  count?: number;
  /** No round trip begins after so many milliseconds; 250 unless told. The first always does. */
  budgetMs?: number;
  /** Round trips at the most; 64 unless told. */
  maxRoundTrips?: number;
  /** Stop once so many keys are found; the last round trip may bring more. */
  limit?: number;
}

/**
 * One call of a scan. Costs a command for each `count` keys of the database and two more, a round trip for each.
 *
 * SCAN visits every key that is there from the first call to the last, and may visit one twice when the table of
 * keys grows or shrinks meanwhile. Within a call each is returned once; across calls that is the caller's to do,
 * who alone knows how many names may be kept. Where another server answers than before, after a failover or a restart,
 * the scan begins anew there.
 *
 * @throws CodedError `invalid_request` for a cursor that is none
 */
export async function readPage({ redis, reader }: Clients, options: PageOptions): Promise<KeyPage> {
  const { match = '*', type, count = defaultCount, budgetMs = 250 } = options;
  const { maxRoundTrips = 64, limit = Infinity } = options;
  const one = options.cursor === undefined ? literalOf(match) : undefined;
  if (one !== undefined) return readOne(reader, one, type);

  const ends = performance.now() + budgetMs;
  let before = fromCursor(options.cursor);
  const query = { match, count, ...(type && { type }) };
  const keys = new Set<string>();
  const begin = () =>
    onNode(redis, redis.pipeline().dbsize().scan(before.cursor, query).exec<[number, ScanPage]>());
  let [[total, first], node] = await begin();
  let roundTrips = 1;
  if (isAnother(node, before.node)) {
    before = start;
    [[total, first], node] = await begin();
    roundTrips += 1;
  }
  let [cursor, found] = first;
  for (const key of found) keys.add(key);
  while (
    cursor !== '0' &&
    keys.size < limit &&
    roundTrips < maxRoundTrips &&
    performance.now() < ends
  ) {
    [cursor, found] = await redis.scan(cursor, query);
    roundTrips += 1;
    for (const key of found) keys.add(key);
  }

  // SCAN does not say how many keys it looked at. It is COUNT or a little more; at the end, all.
  const examined = cursor === '0' ? total : Math.min(total, before.examined + roundTrips * count);
  const position = { cursor, examined, found: before.found + keys.size, node };
  return {
    keys: [...keys],
    found: position.found,
    examined,
    total,
    exact: false,
    next: toCursor(position),
  };
}

/** A pattern that can match one key is asked for, however large the database. */
async function readOne(reader: Redis, key: string, type: KeyType | undefined): Promise<KeyPage> {
  const [total, is] = await reader.pipeline().dbsize().type(key).exec();
  const keys = is !== 'none' && (type === undefined || is === type) ? [key] : [];
  return { keys, found: keys.length, examined: 1, total, exact: true, next: null };
}
