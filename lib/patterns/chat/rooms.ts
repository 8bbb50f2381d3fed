import type { Redis } from '@upstash/redis';
import { rooms } from './contract-entries';
import { maxNamed, presenceTtlMs, type ResultOfRooms } from './contract-rooms';
import { entryOf, type RawEntry } from './entry';
import { keys } from './keys';

/** How often a tab should send its heartbeat: two in a row may get lost. */
export const beatEveryMs = presenceTtlMs / 3;

/** The rooms of this deployment, over one Redis. */
export function createRooms(redis: Redis, { prefix = 'rp' } = {}) {
  return {
    /**
     * Every room, who is in it and what was said last. One round trip, three commands a room. Who is here is chosen by
     * the caller's clock, and counted by that of Redis.
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
      const replies = await pipeline.exec<(number | RawEntry[] | string[])[]>();
      return rooms.map((room, index) => {
        const [entries, [newest], here] = replies.slice(3 * index) as [
          number,
          RawEntry[],
          string[],
        ];
        return { ...room, entries, newest: newest ? entryOf(newest) : null, here };
      });
    },
  };
}
