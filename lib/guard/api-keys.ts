import type { Redis } from '@upstash/redis';
import { defineKey } from '../redis/keys';

const mark = 'rpk_';
const maxListed = 200;

export const keys = {
  key: defineKey('{<prefix>:api-key:<digest>}', 'Whom one API key stands for', {
    why: 'A key is good until it is revoked',
  }),
  list: defineKey('{<prefix>:api-keys}', 'Every API key by its handle, for those who manage them', {
    why: `At most ${maxListed} entries, taken out when a key is revoked`,
  }),
};

/** An API key as it may be shown: never the secret. */
export interface ApiKey {
  /** Names the key in lists and in rate limits. */
  handle: string;
  name: string;
  /** The user whose rights it has. */
  userId: string;
  createdAt: number;
}

export interface ApiKeys {
  /** Makes a key. @returns the secret, which is nowhere else; undefined where there are 200 keys already */
  issue(about: {
    name: string;
    userId: string;
  }): Promise<{ secret: string; key: ApiKey } | undefined>;
  /** Whom a secret stands for. One command. */
  find(secret: string): Promise<ApiKey | undefined>;
  list(): Promise<ApiKey[]>;
  /** Ends a key at once. @returns false where there was none */
  revoke(handle: string): Promise<boolean>;
}

/** Keys for programs that call the API, stored under the SHA-256 of their secret. */
export function createApiKeys(redis: Redis, { prefix = 'rp' } = {}): ApiKeys {
  const list = keys.list({ prefix });
  const keyOf = async (secret: string) => keys.key({ prefix, digest: await digestOf(secret) });

  return {
    async issue({ name, userId }) {
      if ((await redis.hlen(list)) >= maxListed) return undefined;
      const secret = mark + base64url(crypto.getRandomValues(new Uint8Array(32)));
      const at = await keyOf(secret);
      const handle = crypto.randomUUID();
      const key: ApiKey = { handle, name, userId, createdAt: Date.now() };
      // Listed first: a crash before the second step leaves an entry that can be revoked, not a key that cannot.
      await redis.hset(list, { [handle]: JSON.stringify({ ...key, at }) });
      await redis.set(at, JSON.stringify(key));
      return { secret, key };
    },

    async find(secret) {
      if (!secret.startsWith(mark)) return undefined;
      const text = await redis.get<string>(await keyOf(secret));
      return text === null ? undefined : (JSON.parse(text) as ApiKey);
    },

    async list() {
      const entries = await redis.hvals(list);
      return (entries as string[])
        .map((text) => {
          const { at: _, ...key } = JSON.parse(text) as ApiKey & { at: string };
          return key;
        })
        .sort((a, b) => a.createdAt - b.createdAt);
    },

    async revoke(handle) {
      const text = await redis.hget<string>(list, handle);
      if (text === null) return false;
      // The key first: until the entry is gone too, a revocation that was cut off can be repeated.
      await redis.unlink((JSON.parse(text) as { at: string }).at);
      await redis.hdel(list, handle);
      return true;
    },
  };
}

async function digestOf(secret: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return base64url(new Uint8Array(bytes));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
