import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

interface Watch {
  key: string;
  fields: string[];
  looks: number;
}

/** Reads some fields of a hash again and again, and tells at how many looks they were not all the same. */
process.on('message', async ({ key, fields, looks }: Watch) => {
  const redis = createClient(sharedTransport());
  const seen = { torn: 0, states: new Set<string>() };
  for (let look = 0; look < looks; look++) {
    const values = (await redis.hmget(key, ...fields)) as unknown as string[];
    if (new Set(values).size > 1) seen.torn++;
    else seen.states.add(values[0]!);
  }
  process.send!({ torn: seen.torn, states: seen.states.size });
});
process.send!('ready');
