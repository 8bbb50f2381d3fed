import type { Redis } from '@upstash/redis';
import { valueBounds, type Value } from './contract-values';
import { readSize } from './facts';
import { offsetOf, type PageOf } from './value-page';

type Entry = Extract<Value, { kind: 'entries' }>['entries'][number];
/** Entries as name and value, and where the next page begins. */
type Read = { pairs: (readonly [string, string])[]; next: string | null };
type ReadPage = (
  redis: Redis,
  key: string,
  cursor: string | undefined,
  count: number,
) => Promise<Read>;

const { entries: mostEntries, pageBytes, entryChars } = valueBounds;

interface Asked {
  key: string;
  type: string;
  memoryBytes: number | null;
  cursor: string | undefined;
}

/**
 * A page of a list, set, sorted set, hash or stream. The fewer entries the larger they are on average, so that a
 * page stays below 256 KiB; where one alone would pass it, none is sent.
 */
export async function readEntries(
  redis: Redis,
  { key, type, memoryBytes, cursor }: Asked,
): Promise<PageOf> {
  const read = readers[type];
  if (!read) return { size: null, value: { kind: 'unknown' }, next: null };

  const bytes = memoryBytes ?? 0;
  const isSmall = bytes <= pageBytes;
  // Of what is small as a whole any page is small: it need not be measured before it is read.
  const [size, early] = await Promise.all([
    readSize(redis, key, type),
    isSmall ? read(redis, key, cursor, mostEntries) : undefined,
  ]);
  const averageBytes = Math.ceil(bytes / Math.max(1, size ?? 1));
  const fit = Math.floor(pageBytes / Math.max(1, averageBytes));
  if (!early && fit < 1) return { size, value: { kind: 'too-large', averageBytes }, next: null };
  const { pairs, next } = early ?? (await read(redis, key, cursor, Math.min(mostEntries, fit)));
  return { size, value: { kind: 'entries', entries: pairs.map(toEntry) }, next };
}

function toEntry([name, value]: readonly [string, string]): Entry {
  const cut = value.length > entryChars;
  return { name, value: cut ? value.slice(0, entryChars) : value, cut };
}

/** Pages by offset: an entry that moves between two pages may be seen twice or not at all. */
const byOffset =
  (
    read: (redis: Redis, key: string, from: number, to: number) => Promise<Read['pairs']>,
  ): ReadPage =>
  async (redis, key, cursor, count) => {
    const from = offsetOf(cursor);
    // One more than a page tells whether there is another.
    const pairs = await read(redis, key, from, from + count);
    const next = pairs.length > count ? String(from + count) : null;
    return { pairs: pairs.slice(0, count), next };
  };

const readers: Record<string, ReadPage> = {
  list: byOffset(async (redis, key, from, to) => {
    const values = await redis.lrange(key, from, to);
    return values.map((value, index) => [String(from + index), value] as const);
  }),

  zset: byOffset(async (redis, key, from, to) => {
    const flat = await redis.zrange<string[]>(key, from, to, { withScores: true });
    return pairsOf(flat).map(([member, score]) => [score, member] as const);
  }),

  async set(redis, key, cursor, count) {
    const [next, members] = await redis.sscan(key, String(offsetOfScan(cursor)), { count });
    return { pairs: members.map((member) => ['', String(member)] as const), next: orNull(next) };
  },

  async hash(redis, key, cursor, count) {
    const [next, flat] = await redis.hscan(key, offsetOfScan(cursor), { count });
    return { pairs: pairsOf(flat.map(String)), next: orNull(next) };
  },

  async stream(redis, key, cursor, count) {
    const after = cursor !== undefined && /^\d+-\d+$/.test(cursor) ? `(${cursor}` : '-';
    // Not decoded, XRANGE is the list that Redis sends.
    const read = await redis.exec<[string, string[]][]>([
      'XRANGE',
      key,
      after,
      '+',
      'COUNT',
      count + 1,
    ]);
    const pairs = read.slice(0, count).map(([id, fields]) => [id, fieldsOf(fields)] as const);
    return { pairs, next: read.length > count ? pairs.at(-1)![0] : null };
  },
};

const offsetOfScan = (cursor: string | undefined) =>
  cursor !== undefined && /^\d+$/.test(cursor) ? cursor : '0';
const orNull = (cursor: string) => (cursor === '0' ? null : cursor);

function pairsOf(flat: readonly string[]): [string, string][] {
  return Array.from({ length: flat.length / 2 }, (_, at) => [flat[2 * at]!, flat[2 * at + 1]!]);
}

/** The fields of an entry as an object is written; one that is there twice is written twice. */
function fieldsOf(flat: readonly string[]): string {
  const fields = pairsOf(flat).map((pair) => pair.map((text) => JSON.stringify(text)).join(': '));
  return `{ ${fields.join(', ')} }`;
}
