import type { Redis } from '@upstash/redis';
import type { KeyFacts } from './contract';

/** What TYPE, PTTL and MEMORY USAGE say of a key. */
export interface Nature {
  type: string;
  expiresInMs: number | null;
  memoryBytes: number | null;
}

/** Three commands a key, all in one round trip. */
export async function readNatures(redis: Redis, keys: readonly string[]): Promise<Nature[]> {
  // Made ready in one turn, these share a round trip.
  return Promise.all(
    keys.map(async (key) => {
      const [type, pttl, memoryBytes] = await Promise.all([
        redis.type(key),
        redis.pttl(key),
        redis.exec<number | null>(['MEMORY', 'USAGE', key]),
      ]);
      return { type, expiresInMs: pttl < 0 ? null : pttl, memoryBytes };
    }),
  );
}

/** How large a key of a type is: bytes of a string, entries of anything else. One command. */
export async function readSize(redis: Redis, key: string, type: string): Promise<number | null> {
  switch (type) {
    case 'string':
      return redis.strlen(key);
    case 'list':
      return redis.llen(key);
    case 'set':
      return redis.scard(key);
    case 'zset':
      return redis.zcard(key);
    case 'hash':
      return redis.hlen(key);
    case 'stream':
      return redis.xlen(key);
    default:
      return null;
  }
}

/**
 * What keys are, for those that somebody looks at: two round trips, four commands a key. A size takes another
 * command for each type, so the types are asked for first.
 */
export async function describeKeys(redis: Redis, keys: readonly string[]): Promise<KeyFacts[]> {
  const natures = await readNatures(redis, keys);
  return Promise.all(
    natures.map(async (nature, index) => {
      const key = keys[index]!;
      return { key, ...nature, size: await readSizeNow(redis, key, nature.type) };
    }),
  );
}

/** As `readSize`, for a key that may have become another meanwhile: then it is as good as gone. */
async function readSizeNow(redis: Redis, key: string, type: string): Promise<number | null> {
  try {
    return await readSize(redis, key, type);
  } catch (error) {
    if (isOfAnotherType(error)) return null;
    throw error;
  }
}

/** Whether Redis refused a command because its key is of another type by now. */
export function isOfAnotherType(error: unknown): boolean {
  return error instanceof Error && error.message.includes('WRONGTYPE');
}
