import { redisOfWorkers } from './redis-of-workers';

// Before each file: the Redis of the worker that runs it, empty. One that is configured is never emptied.
const own = redisOfWorkers[Number(process.env.VITEST_POOL_ID) - 1];
if (own) {
  Object.assign(process.env, own);
  const emptied = await fetch(`${own.UPSTASH_REDIS_REST_URL}/flushall`, {
    method: 'POST',
    headers: { authorization: `Bearer ${own.UPSTASH_REDIS_REST_TOKEN}` },
  });
  if (!emptied.ok)
    throw new Error(`The tests' Redis could not be emptied: ${await emptied.text()}`);
}
