/** What reaches the Redis of each worker of Vitest; empty where all share the one that is configured. */
export const redisOfWorkers = JSON.parse(process.env.REDIS_OF_WORKERS ?? '[]') as Record<
  string,
  string
>[];
