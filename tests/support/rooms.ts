import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KeyKind } from '@/lib/redis/keys';
import type { Redis } from '@upstash/redis';

/** The project's root. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The rooms there are, by folder, whether the catalogue knows them or not. */
export async function roomSlugs(): Promise<string[]> {
  const entries = await readdir(path.join(root, 'lib/patterns'), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Every kind of key that the app writes. */
export async function allKeyKinds(): Promise<KeyKind[]> {
  const { proofKeys } = await import('@/lib/http/proof-ground');
  const { keys: apiKeys } = await import('@/lib/guard/api-keys');
  const { keys: health } = await import('@/lib/http/health-key');
  const { keys: accounts } = await import('@/lib/accounts/keys');
  const rooms = await Promise.all(
    (await roomSlugs()).map(
      (slug) =>
        import(`../../lib/patterns/${slug}/keys.ts`) as Promise<{ keys: Record<string, KeyKind> }>,
    ),
  );
  return [proofKeys, apiKeys, health, accounts, ...rooms.map(({ keys }) => keys)].flatMap((kinds) =>
    Object.values(kinds),
  );
}

/** What is wrong with the keys that a test left: of no stated kind, or living longer than stated. */
export async function faultsOfKeys(redis: Redis, containing: string): Promise<string[]> {
  const kinds = await allKeyKinds();
  const faults: string[] = [];
  for (const key of await scan(redis, `*${containing}*`)) {
    const kind = kinds.find((candidate) => candidate.matches(key));
    const lives = await redis.pttl(key);
    if (lives === -2) continue;
    if (!kind) faults.push(`${key} is of no kind that a keys.ts states`);
    else if (kind.expiry.withinMs === undefined) continue;
    else if (lives === -1) faults.push(`${key} never expires`);
    else if (lives > kind.expiry.withinMs) faults.push(`${key} lives for ${lives} ms, too long`);
  }
  return faults;
}

export async function scan(redis: Redis, match: string): Promise<string[]> {
  const found: string[] = [];
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, { match, count: 1000 });
    found.push(...keys);
    cursor = next;
  } while (cursor !== '0');
  return [...new Set(found)];
}
