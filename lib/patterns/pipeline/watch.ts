import type { Redis } from '@upstash/redis';

/** What another connection saw while a batch was under way. */
interface Seen {
  looks: number;
  /** Looks at a moment at which the first command was done and the last was not. */
  between: number;
}

/** Looks at the first and the last field of a hash, again and again, each time in one command. */
export function watch(redis: Redis, key: string, fields: number): { end(): Promise<Seen> } {
  const seen: Seen = { looks: 0, between: 0 };
  let watching = true;
  const look = async () => {
    while (watching) {
      // Not decoded, HMGET is the list that Redis sends.
      const [first, last] = (await redis.hmget(key, 'f0', `f${fields - 1}`)) as unknown as string[];
      seen.looks++;
      if (first !== last) seen.between++;
    }
  };
  // Several, so that looks are under way whenever one is answered.
  const looking = Promise.all(Array.from({ length: 4 }, look));
  return {
    async end() {
      watching = false;
      await looking;
      return seen;
    },
  };
}
