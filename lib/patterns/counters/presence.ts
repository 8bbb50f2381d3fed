import type { Redis } from '@upstash/redis';
import { assertCount } from '../../redis/assert-count';
import { createScript } from '../../redis/script';
import beatSource from './beat.lua' with { type: 'text' };
import hereSource from './here.lua' with { type: 'text' };
import { keys, maxTtlMs, presenceSlackMs } from './keys';
import leaveSource from './leave.lua' with { type: 'text' };
import type { ResultOfPresence } from './contract-presence';

const beatScript = createScript(beatSource);
const leaveScript = createScript(leaveSource);
const hereScript = createScript(hereSource);

/** The most users of one place; past it those who beat longest ago are forgotten. */
export const maxUsers = 10_000;

export interface PresenceOptions {
  /** What all keys of this instance begin with. */
  prefix?: string;
  /** Where: each place counts on its own. */
  place: string;
  /** How long a user counts after the last heartbeat, in milliseconds: 1 to 600 000. */
  ttlMs: number;
}

export interface Presence {
  /** How often a tab should beat, in milliseconds: two beats in a row may get lost. */
  readonly beatEveryMs: number;

  /**
   * A heartbeat of any tab of a user. Idempotent. One round trip, four commands; six once a minute.
   *
   * @returns the users here, each once, by the clock of Redis
   */
  beat(user: string): Promise<number>;

  /**
   * A tab closes. The user is gone within half the TTL, unless another tab of theirs beats before. Idempotent,
   * and harmless where it arrives late: a heartbeat that it overtook is made good by the next.
   */
  leave(user: string): Promise<void>;

  /** Takes a user out at once, whatever their tabs, as at a sign-out. One command. */
  remove(user: string): Promise<void>;

  /**
   * How many users are here. One command, where `here` takes three to go by the clock of Redis: which heartbeats are too
   * old is reckoned by the caller's, and is off by as much as that is.
   */
  count(): Promise<number>;

  /** The users here, and the `limit` who beat last. Three commands, four with names. @param limit 0 to 100 */
  here(limit?: number): Promise<ResultOfPresence>;
}

/**
 * Who is here, by heartbeat. Nothing has to be told when a tab dies: who does not beat is not counted. Users
 * stand in a sorted set by their last heartbeat, so a user in many tabs is one member.
 *
 * @throws RangeError where the TTL is out of range
 */
export function createPresence(
  redis: Redis,
  { prefix = 'rp', place, ttlMs }: PresenceOptions,
): Presence {
  if (!(ttlMs >= 1 && ttlMs <= maxTtlMs)) throw new RangeError(`A TTL of ${ttlMs} ms`);
  const key = keys.presence({ prefix, place });
  const graceMs = Math.floor(ttlMs / 2);
  return {
    beatEveryMs: Math.floor(ttlMs / 3),

    beat: (user) =>
      beatScript.run<number>(redis, {
        keys: [key],
        args: [user, ttlMs, maxUsers, presenceSlackMs],
      }),

    async leave(user) {
      await leaveScript.run(redis, { keys: [key], args: [user, ttlMs - graceMs] });
    },

    async remove(user) {
      await redis.zrem(key, user);
    },

    count: () => redis.zcount(key, `(${Date.now() - ttlMs}`, '+inf'),

    async here(limit = 0) {
      assertCount('limit', limit, 0);
      const [here, reply] = await hereScript.run<[number, string[]]>(redis, {
        keys: [key],
        args: [ttlMs, limit],
      });
      const users = Array.from({ length: reply.length / 2 }, (_, index) => ({
        user: reply[2 * index]!,
        goneAt: Number(reply[2 * index + 1]) + ttlMs,
      }));
      return { here, ttlMs, users };
    },
  };
}
