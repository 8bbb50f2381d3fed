import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import { newOperationId } from '../../redis/operation-id';
import { createScript, onceFor, type Once } from '../../redis/script';
import addSource from './add.lua' with { type: 'text' };
import {
  maxCounters,
  rateMinutes,
  type Change,
  type NamedChange,
  type Outcome,
  type Reading,
  type ResultOfMany,
} from './contract';
import deleteSource from './delete.lua' with { type: 'text' };
import { keys, receiptMs } from './keys';

export { createPresence } from './presence';

const addScript = createScript(addSource);
const deleteScript = createScript(deleteSource);

/** Slots of a ring of minutes: more than are shown, so that none is written over while it is. */
const ring = rateMinutes + 2;
const minuteMs = 60_000;

export interface CountersOptions {
  /** What all keys of this instance begin with. Two instances with one prefix share their counters. */
  prefix?: string;
}

export interface Counters {
  /**
   * Adds `by` to a counter, or takes it, unless that leads below `floor` or above `ceiling`. Decided and
   * applied in one step. A counter that was never changed stands at 0; all values stay within ± (2^53 − 1).
   *
   * One round trip, six commands; five where it is refused.
   *
   * @returns whether it was applied, why not, and the value now
   */
  add(name: string, change: Change, options?: Once): Promise<Outcome>;

  /**
   * Changes several counters at one moment: all of the changes, or none where any is refused. One round
   * trip, six commands for any number. Changes that may fail apart are calls of `add`, which the transport
   * sends together.
   *
   * @param changes each counter once
   * @throws CodedError `invalid_request` where a counter is named twice
   */
  addMany(changes: readonly NamedChange[], options?: Once): Promise<ResultOfMany>;

  /**
   * Counters with what was added and taken in each of the last 30 minutes. One command.
   *
   * Which minutes are shown is chosen by the caller's clock; they were counted by that of Redis.
   */
  read(names: readonly string[]): Promise<Reading[]>;

  /** Forgets a counter and its minutes. Three commands; two more with an operation id. */
  delete(name: string, options?: Once): Promise<void>;
}

/** Counters over one Redis, all in one hash: any number of them is read or changed in one step. */
export function createCounters(redis: Redis, { prefix = 'rp' }: CountersOptions = {}): Counters {
  const key = keys.counters({ prefix });

  async function addMany(
    changes: readonly NamedChange[],
    { operationId = newOperationId() }: Once = {},
  ): Promise<ResultOfMany> {
    for (const { name } of changes) assertName(name);
    if (new Set(changes.map(({ name }) => name)).size < changes.length)
      throw new CodedError('invalid_request', 'A counter is named twice in one call.');
    for (const { by, floor = 0, ceiling = 0 } of changes)
      if (![by, floor, ceiling].every(Number.isSafeInteger))
        throw new RangeError('A counter changes by whole numbers, between whole numbers');
    const [done, ...reply] = await addScript.run<[number, ...string[]]>(redis, {
      keys: [key],
      args: [
        maxCounters,
        ring,
        ...changes.flatMap(({ name, by, floor, ceiling }) => [
          name,
          by,
          floor ?? Number.MIN_SAFE_INTEGER,
          ceiling ?? Number.MAX_SAFE_INTEGER,
        ]),
      ],
      once: {
        operationId,
        receipt: keys.receipt({ prefix, id: operationId.id }),
        ttlMs: receiptMs,
      },
    });
    const applied = done === 1;
    const counters = changes.map(({ name }, index) => ({
      name,
      value: Number(reply[2 * index]),
      applied,
      ...(!applied && { refused: (reply[2 * index + 1] || 'other') as Outcome['refused'] }),
    }));
    return { applied, counters };
  }

  return {
    addMany,

    async add(name, change, options) {
      const { counters } = await addMany([{ name, ...change }], options);
      return counters[0]!;
    },

    async read(names) {
      names.forEach(assertName);
      const wanted = [...new Set(names)];
      const slots = Array.from({ length: ring }, (_, slot) => slot);
      const fields = wanted.flatMap((name) => [name, ...slots.map((slot) => `${name}:${slot}`)]);
      // Not decoded, HMGET is the list that Redis sends.
      const reply = (await redis.hmget(key, ...fields)) as unknown as (string | null)[];
      const minute = Math.floor(Date.now() / minuteMs);
      return wanted.map((name, index) => {
        const [value, ...texts] = reply.slice(index * (ring + 1), (index + 1) * (ring + 1));
        return { name, value: Number(value ?? 0), series: seriesOf(texts, minute) };
      });
    },

    async delete(name, { operationId } = {}) {
      assertName(name);
      await deleteScript.run(redis, {
        keys: [key],
        args: [name, ring],
        ...onceFor(operationId, (id) => keys.receipt({ prefix, id }), receiptMs),
      });
    },
  };
}

/** A colon parts a name from its minutes, and `#` counts the counters. */
function assertName(name: string): void {
  if (!/^[^:#\p{Cc}]{1,64}$/u.test(name))
    throw new RangeError(
      `"${name}" is no name of a counter: 1 to 64 characters, none of them : or #`,
    );
}

/** The last minutes, zero-filled. A slot whose minute is long past is left for the next that comes round. */
function seriesOf(slots: readonly (string | null | undefined)[], last: number): Reading['series'] {
  const byMinute = new Map(
    slots.flatMap((text) => {
      if (!text) return [];
      const [minute, added, taken] = text.split(' ').map(Number) as [number, number, number];
      return [[minute, { added, taken }] as const];
    }),
  );
  return Array.from({ length: rateMinutes }, (_, index) => {
    const minute = last - rateMinutes + 1 + index;
    return { at: minute * minuteMs, ...(byMinute.get(minute) ?? { added: 0, taken: 0 }) };
  });
}
