import type { Redis } from '@upstash/redis';
import { createFlights, type Flights } from './flights';
import { keys } from './keys';
import type { Loader } from './loader';
import type { Meter } from './meter';
import { json, resolve, type Codec, type ReadOptions } from './options';
import { read } from './read';
import { toReading, type Reading } from './reading';
import { look, type Place } from './store';

export { createFlights, type Flights } from './flights';
export { cacheStatus } from './cache-status';
export { createMeter, type Meter } from './meter';
export { readStats } from './stats';
export type { Loader } from './loader';
export type { Codec, ReadOptions } from './options';
export type { Reading } from './reading';

const maxTags = 64;
const maxNameLength = 512;
/** Keys and tags of one invalidation. */
export const maxInvalidated = 1_000;

/** What all readers of this process share, whichever request made their cache. */
const ofThisProcess = createFlights();

export interface CacheOptions extends ReadOptions {
  /** What all keys begin with. */
  prefix?: string;
  /** The cache's name. All of a cache lies in one slot of a cluster; many small caches spread over all. */
  name: string;
  /** Another one for another shape of values: none of the old ones is read. 1 unless told. */
  schemaVersion?: string | number;
  /**
   * Carries work that goes on after the answer, as `after` of Next does. Unless told it goes on in the process, which
   * must live for it. It never rejects.
   */
  background?: (work: () => Promise<unknown>) => void;
  /** Told of what no caller is: a load that failed behind an old value, a value that could not be written. */
  onError?: (error: unknown) => void;
  codec?: Codec;
  /** Told of every read, for charts. */
  meter?: Meter;
  /** What this process is loading. One for all caches of a process unless told; another one is another process. */
  flights?: Flights;
}

/** What invalidates a value: the same at every read of its key. */
interface Tagged {
  tags?: readonly string[];
}

export interface Cache {
  /**
   * Reads a value, or loads it: one load for all who miss it at once, in however many processes.
   *
   * What a read returns is never older than an invalidation that had returned when it began. A hit is one round trip
   * with one command, whatever the number of tags; a miss three round trips; a stale value two, at most.
   *
   * While Redis cannot be reached the value is loaded, and the status says `bypass`.
   *
   * @param key at most 512 characters
   * @param options the loader, the tags (at most 64, the same for each read of a key), and what differs from the
   *   cache's options
   * @throws what the loader throws, to those who waited for it in this process; CodedError `origin_unavailable`, or the
   *   loader's own CodedError, where it failed a moment ago or elsewhere, or took too long. None of them where an old
   *   value may be served instead. RangeError for a key or tags that are out of bounds.
   */
  get<T>(
    key: string,
    options: Tagged & Partial<ReadOptions> & { load: Loader<T> },
  ): Promise<Reading<T>>;

  /** What is stored under a key, old or not, unless it was invalidated; loads nothing. One command. */
  peek<T>(key: string, options?: Tagged): Promise<Reading<T> | undefined>;

  /**
   * Makes values invalid, by their keys and by tags, and the loads that are under way with them. Once this has
   * returned, no read that begins gets what was loaded before. One command for at most 1 000 keys and tags,
   * whatever was stored under them. Again, it does no harm: there is nothing to guard against a resend.
   *
   * Call it after the write is committed. @throws CodedError `redis_unreachable`: then what is stored lives on until
   * its time is over
   */
  invalidate(what: { keys?: readonly string[]; tags?: readonly string[] }): Promise<void>;
}

/**
 * A cache over one Redis. It is made per request, in microseconds: what it must remember is in Redis, and what the
 * process shares is in `flights`.
 *
 * @throws RangeError for a time that is out of range
 */
export function createCache(redis: Redis, options: CacheOptions): Cache {
  const { prefix = 'rp', name, schemaVersion: version = 1, codec = json, meter } = options;
  const { flights = ofThisProcess, onError = console.error, background = floats } = options;
  const defaults = resolve(options);

  const tagKey = (tag: string) => keys.tag({ prefix, name, tag: bounded(tag) });
  const place = (key: string, tags: readonly string[] = []): Place => {
    const unique = [...new Set(tags)].sort();
    if (unique.length > maxTags) throw new RangeError(`A value may have ${maxTags} tags`);
    return {
      entry: keys.entry({ prefix, name, version, key: bounded(key) }),
      state: keys.state({ prefix, name, version, key }),
      tags: unique.map(tagKey),
    };
  };

  return {
    async get<T>(key: string, { tags, load, ...overrides }: Parameters<Cache['get']>[1]) {
      const begun = performance.now();
      const found = await read({
        redis,
        place: place(key, tags),
        load,
        options: resolve(defaults, overrides),
        codec,
        flights,
        background,
        onError,
      }).catch((error: unknown) => {
        meter?.noteFailure(name);
        throw error;
      });
      const reading = toReading<T>(found, codec, performance.now() - begun);
      meter?.note(name, reading);
      return reading;
    },

    async peek<T>(key: string, { tags }: Tagged = {}) {
      const begun = performance.now();
      const { entry, standing } = await look(redis, place(key, tags));
      if (!entry) return undefined;
      const fresh = standing === 'fresh';
      const status = !fresh ? 'stale' : entry.text === undefined ? 'negative' : 'hit';
      const found = { status, reason: fresh ? 'fresh' : 'old', text: entry.text, entry } as const;
      return toReading<T>(found, codec, performance.now() - begun);
    },

    async invalidate({ keys: names = [], tags = [] }) {
      if (names.length + tags.length > maxInvalidated)
        throw new RangeError(`At most ${maxInvalidated} keys and tags are invalidated at once`);
      const gone = names.map((key) => place(key)).flatMap(({ entry, state }) => [entry, state]);
      gone.push(...tags.map(tagKey));
      if (gone.length > 0) await redis.unlink(...gone);
    },
  };
}

/** @throws RangeError for a key or a tag that is too long, before anything depends on it */
export function assertNames(names: readonly string[]): void {
  names.forEach(bounded);
}

function bounded(text: string): string {
  if (text.length > maxNameLength)
    throw new RangeError(`A key or a tag may have ${maxNameLength} characters`);
  return text;
}

/** In a process that lives on, work that never rejects needs nobody to hold it. */
function floats(work: () => Promise<unknown>): void {
  void work();
}
