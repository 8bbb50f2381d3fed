import type { Redis } from '@upstash/redis';
import { rooms } from './contract-entries';
import { maxNamed, presenceTtlMs, type ResultOfRooms } from './contract-rooms';
import { entryOf, type RawEntry } from './entry';
import { refusalOf } from '../../redis/outage';
import { keys } from './keys';

/** How often a tab should send its heartbeat: two in a row may get lost. */
export const beatEveryMs = presenceTtlMs / 3;

/** The rooms of this deployment, over one Redis. */
export function createRooms(redis: Redis, { prefix = 'rp' } = {}) {
  return {
    /**
     * Every room, who is in it and what was said last. One round trip, three commands a room. Who is here is chosen by
     * the caller's clock, and counted by that of Redis. A room whose keys hold something else is told as `unreadable`,
     * and hides no other.
     */
    async list(): Promise<ResultOfRooms['rooms']> {
      const pipeline = redis.pipeline();
      const since = Date.now() - presenceTtlMs;
      for (const { name: room } of rooms) {
        const [stream, here] = [keys.messages({ prefix, room }), keys.here({ prefix, room })];
        pipeline.xlen(stream).xrevrange(stream, '+', '-', 1);
        pipeline.zrange(here, '+inf', since, {
          byScore: true,
          rev: true,
          offset: 0,
          count: maxNamed,
        });
      }
      const replies = await pipeline.exec<unknown[]>({ keepErrors: true });
      return rooms.map((room, index) => {
        const own = replies.slice(3 * index, 3 * index + 3);
        const failed = own.find(({ error }) => error !== undefined)?.error;
        if (failed !== undefined) {
          const refusal = refusalOf(failed);
          if (refusal) throw refusal;
          return { ...room, entries: 0, newest: null, here: [], unreadable: true as const };
        }
        const [entries, [newest], here] = own.map(({ result }) => result) as [
          number,
          RawEntry[],
          string[],
        ];
        return { ...room, entries, newest: newest ? entryOf(newest) : null, here };
      });
    },
  };
}
