import type { Redis } from '@upstash/redis';
import { assertCount } from '../../redis/assert-count';
import { createScript, oneCommand, onceFor, type Once } from '../../redis/script';
import addSource from './add.lua' with { type: 'text' };
import { compareRegions } from './compare';
import compareSource from './compare.lua' with { type: 'text' };
import {
  maxMembers,
  type ResultOfChange,
  type ResultOfCompare,
  type ResultOfPage,
  type ResultOfSize,
  type SetOperation,
} from './contract';
import { keys, receiptMs, setLifeMs } from './keys';

export { createClaims } from './claims';
export { createRoles } from './roles';

const addScript = createScript(addSource);
const compareScript = createScript(compareSource);

export interface SetsOptions {
  /** What all keys of this instance begin with. Two instances with one prefix share their sets. */
  prefix?: string;
}

export interface Sets {
  /**
   * Puts members into a set: all of them, or none where it would pass 10 000. One round trip, six commands however
   * many; three where all are in it already; two more with an operation id, which a call needs that may be sent again
   * after somebody else's change.
   *
   * @param members 1 to 1 000, each once
   * @returns whether they are in the set now, and its size
   */
  add(set: string, members: readonly string[], options?: Once): Promise<ResultOfChange>;

  /** Takes members out. One command; four with an operation id. The HyperLogLog beside the set cannot forget them. */
  remove(set: string, members: readonly string[], options?: Once): Promise<void>;

  /** Whether it is in the set. One command. */
  has(set: string, member: string): Promise<boolean>;

  /** Which of these are in the set, in their order. One command. */
  hasMany(set: string, members: readonly string[]): Promise<boolean[]>;

  /** How many are in the set. One command, and no member is sent. */
  count(set: string): Promise<number>;

  /**
   * One page of about `limit` members, in no order. One command. What is in the set from the first page to
   * the last is in one of them; while the set changes, a later page may repeat a member.
   *
   * @param cursor '0', then the `next` of the page before
   */
  page(set: string, cursor?: string, limit?: number): Promise<ResultOfPage>;

  /** The exact size, the HyperLogLog's estimate, and the bytes that Redis holds for each. Four commands. */
  size(set: string): Promise<ResultOfSize>;

  /**
   * How many are in the union, intersection or difference of two or three sets, at one moment and without
   * sending a member. One round trip; four commands for two sets, eight for three.
   */
  compare(operation: SetOperation, sets: readonly string[]): Promise<ResultOfCompare>;
}

/** Unique collections over one Redis, each with a HyperLogLog beside it. */
export function createSets(redis: Redis, { prefix = 'rp' }: SetsOptions = {}): Sets {
  const members = (set: string) => keys.members({ prefix, set });
  const estimate = (set: string) => keys.estimate({ prefix, set });
  const bytes = (key: string) => redis.exec<number | null>(['MEMORY', 'USAGE', key]);

  return {
    async add(set, added, { operationId } = {}) {
      const [applied, size] = await addScript.run<[number, number]>(redis, {
        keys: [members(set), estimate(set)],
        args: [maxMembers, setLifeMs, ...new Set(added)],
        ...onceFor(operationId, (id) => keys.receipt({ prefix, id }), receiptMs),
      });
      return { set, size, applied: applied === 1 };
    },

    async remove(set, removed, { operationId } = {}) {
      if (operationId)
        await oneCommand.run(redis, {
          keys: [members(set)],
          args: ['SREM', ...removed],
          ...onceFor(operationId, (id) => keys.receipt({ prefix, id }), receiptMs),
        });
      else await redis.srem(members(set), ...removed);
    },

    has: async (set, member) => (await redis.sismember(members(set), member)) === 1,

    async hasMany(set, asked) {
      const found = await redis.smismember(members(set), [...asked]);
      return found.map((flag) => flag === 1);
    },

    count: (set) => redis.scard(members(set)),

    async page(set, cursor = '0', limit = 50) {
      assertCount('limit', limit);
      const [next, found] = await redis.sscan(members(set), cursor, { count: limit });
      return { members: [...new Set(found.map(String))], next: next === '0' ? null : next };
    },

    async size(set) {
      // Made ready in one turn, these share a round trip.
      const [exact, estimated, exactBytes, estimateBytes] = await Promise.all([
        redis.scard(members(set)),
        redis.pfcount(estimate(set)),
        bytes(members(set)),
        bytes(estimate(set)),
      ]);
      return {
        exact: { count: exact, bytes: exactBytes ?? 0 },
        estimate: { count: estimated, bytes: estimateBytes ?? 0 },
        error: exact > 0 ? (estimated - exact) / exact : null,
      };
    },

    async compare(operation, names) {
      const sizes = await compareScript.run<number[]>(redis, { keys: names.map(members) });
      return compareRegions(operation, names, sizes);
    },
  };
}
