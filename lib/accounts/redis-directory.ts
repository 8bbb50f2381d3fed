import type { Redis } from '@upstash/redis';
import type { Account, WritableDirectory } from './directory';
import { keys } from './keys';

/** Accounts in Redis, a key each. A look-up is one command. */
export function createRedisDirectory(redis: Redis, { prefix = 'rp' } = {}): WritableDirectory {
  return {
    async find(name) {
      const text = await redis.get<string>(keys.account({ prefix, name }));
      return text === null ? undefined : (JSON.parse(text) as Account);
    },
    async put(account) {
      await redis.set(keys.account({ prefix, name: account.name }), JSON.stringify(account));
    },
    async remove(name) {
      return (await redis.unlink(keys.account({ prefix, name }))) === 1;
    },
  };
}
