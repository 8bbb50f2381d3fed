// Before each file: the Redis of the worker that runs it, empty. One that is configured is never emptied.
const { REDIS_OF_WORKERS = '[]', VITEST_POOL_ID } = process.env;
const own = (JSON.parse(REDIS_OF_WORKERS) as Record<string, string>[])[Number(VITEST_POOL_ID) - 1];
if (own) {
  Object.assign(process.env, own);
  const emptied = await fetch(`${own.UPSTASH_REDIS_REST_URL}/flushall`, {
    method: 'POST',
    headers: { authorization: `Bearer ${own.UPSTASH_REDIS_REST_TOKEN}` },
  });
  if (!emptied.ok)
    throw new Error(`The tests' Redis could not be emptied: ${await emptied.text()}`);
}

export {};
