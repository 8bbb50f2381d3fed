import type { Redis } from '@upstash/redis';
import { defineKey } from '../redis/keys';
import { createScript, oneCommand, onceFor, type Once } from '../redis/script';
import issueSource from './issue.lua' with { type: 'text' };

const mark = 'rpk_';
const maxListed = 200;
/** How long a change that is sent again is recognised. */
const receiptMs = 10 * 60_000;

const issueScript = createScript(issueSource);

export const keys = {
  key: defineKey('{<prefix>:api-key:<digest>}', 'Whom one API key stands for', {
    why: 'A key is good until it is revoked',
  }),
  list: defineKey('{<prefix>:api-keys}', 'Every API key by its handle, for those who manage them', {
    why: `At most ${maxListed} entries, taken out when a key is revoked`,
  }),
  receipt: defineKey(
    '{<prefix>:api-keys}:receipt:<id>',
    'The answer to one issue or revocation; of a secret only the half that is worth nothing alone',
    { withinMs: receiptMs },
  ),
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

/** A key on the list, with where it lies. */
type Entry = ApiKey & { at: string };

export interface ApiKeys {
  /**
   * Makes a key. Its secret is made of a salt and of `sent`, the id as the caller sent it: the receipt keeps the salt,
   * so that a resend gets the same secret, and neither of them alone tells it.
   *
   * @returns the secret, which is nowhere else; undefined where there are 200 keys already
   */
  issue(
    about: { name: string; userId: string },
    options?: Once & { sent?: string | undefined },
  ): Promise<{ secret: string; key: ApiKey } | undefined>;
  /** Whom a secret stands for. One command. */
  find(secret: string): Promise<ApiKey | undefined>;
  list(): Promise<ApiKey[]>;
  /** Ends a key at once. @returns false where there was none */
  revoke(handle: string, options?: Once): Promise<boolean>;
}

/** Keys for programs that call the API, stored under the SHA-256 of their secret. */
export function createApiKeys(redis: Redis, { prefix = 'rp' } = {}): ApiKeys {
  const list = keys.list({ prefix });
  const once = (operationId: Once['operationId']) =>
    onceFor(operationId, (id) => keys.receipt({ prefix, id }), receiptMs);
  const keyOf = async (secret: string) => keys.key({ prefix, digest: await digestOf(secret) });

  return {
    async issue({ name, userId }, { operationId, sent = '' } = {}) {
      const handle = crypto.randomUUID();
      const salt = base64url(crypto.getRandomValues(new Uint8Array(32)));
      const key: ApiKey = { handle, name, userId, createdAt: Date.now() };
      const entry: Entry = { ...key, at: await keyOf(await secretOf(salt, sent)) };
      // Listed first: a crash before the second step leaves an entry that can be revoked, not a key that cannot.
      const listed = await issueScript.run<'full' | [entry: string, salt: string]>(redis, {
        keys: [list],
        args: [handle, JSON.stringify(entry), salt, maxListed],
        ...once(operationId),
      });
      if (listed === 'full') return undefined;
      const { at, ...first } = JSON.parse(listed[0]) as Entry;
      await redis.set(at, JSON.stringify(first));
      // A resend makes good a crash between the steps. It must not bring back what was revoked since.
      if (operationId?.replayed && (await redis.hexists(list, first.handle)) === 0)
        await redis.unlink(at);
      return { secret: await secretOf(listed[1], sent), key: first };
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
          const { at: _, ...key } = JSON.parse(text) as Entry;
          return key;
        })
        .sort((a, b) => a.createdAt - b.createdAt);
    },

    async revoke(handle, { operationId } = {}) {
      const text = await redis.hget<string>(list, handle);
      // The key first: until the entry is gone too, a revocation that was cut off can be repeated.
      if (text !== null) await redis.unlink((JSON.parse(text) as Entry).at);
      if (text === null && !operationId) return false;
      const run = { keys: [list], args: ['HDEL', handle], ...once(operationId) };
      const gone = operationId
        ? await oneCommand.run<number>(redis, run)
        : await redis.hdel(list, handle);
      // Once more, for a resend of its issue that was under way meanwhile.
      if (text !== null) await redis.unlink((JSON.parse(text) as Entry).at);
      return gone === 1;
    },
  };
}

async function secretOf(salt: string, sent: string): Promise<string> {
  return mark + (await digestOf(`${salt} ${sent}`));
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
