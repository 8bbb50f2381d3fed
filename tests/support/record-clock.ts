import type { Redis } from '@upstash/redis';

/**
 * Moves the clock of one rate-limit record, which is its age by its expiry: shortening its life lets time pass for
 * it and for nothing else, so a test of minutes takes milliseconds.
 */
export function createRecordClock(redis: Redis, key: string) {
  // By the test's time; a record that went away is born anew with the next call.
  let born = 0;
  return {
    /** Sets the time, in milliseconds from the first call. */
    async goTo(time: number): Promise<void> {
      const record = await redis.get<string>(key);
      const left = record === null ? 0 : Number(record.split('|')[1]) - (time - born);
      if (left > 0) await redis.pexpire(key, left);
      else {
        await redis.unlink(key);
        born = time;
      }
    },
    async advance(ms: number): Promise<void> {
      await redis.pexpire(key, (await redis.pttl(key)) - ms);
    },
  };
}
