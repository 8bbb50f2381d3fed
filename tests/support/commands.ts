import type { Redis } from '@upstash/redis';

/**
 * Counts the commands that a Redis carries out during `work`, those inside scripts and the EVALSHA itself
 * too: what a host bills. The Redis must have no other users meanwhile.
 */
export async function countCommands(redis: Redis, work: () => Promise<unknown>): Promise<number> {
  const before = await calls(redis);
  await work();
  const after = await calls(redis);
  // The first of the two looks was itself a command.
  let count = -1;
  for (const [name, total] of after) count += total - (before.get(name) ?? 0);
  return count;
}

async function calls(redis: Redis): Promise<Map<string, number>> {
  const text = await redis.exec<string>(['INFO', 'commandstats']);
  const stats = text.matchAll(/^cmdstat_(.+?):calls=(\d+)/gm);
  return new Map([...stats].map(([, name, count]) => [name as string, Number(count)]));
}
