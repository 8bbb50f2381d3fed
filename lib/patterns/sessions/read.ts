import type { Redis } from '@upstash/redis';
import type { CurrentSession, Session } from './contract';
import { parseSessionId, userOf } from './id';
import { keys } from './keys';
import { parseRecord, toSession } from './record';

interface Place {
  shardOf(user: string): { prefix: string; shard: number };
  slidingMs: number;
}

/** Reads a session and renews it, in one round trip of two commands. */
export async function readSession(
  redis: Redis,
  id: string,
  { shardOf, slidingMs }: Place,
): Promise<CurrentSession | null> {
  const asked = await parseSessionId(id);
  if (!asked) return null;
  const { user, handle, digest } = asked;
  const at = shardOf(user);
  const now = Date.now();
  const [lastSeen, [text, epoch, grace]] = await redis
    .pipeline()
    // XX: what is gone is not brought back. Renewed first and read second, so that an end between is seen.
    .set(keys.id({ ...at, digest }), String(now), { xx: true, get: true, px: slidingMs })
    .mget(
      keys.session({ ...at, handle }),
      keys.epoch({ ...at, user }),
      keys.grace({ ...at, digest }),
    )
    .exec<[string | null, (string | null)[]]>();
  if (!text || (lastSeen === null && grace === null)) return null;
  const record = parseRecord(text);
  if (record.epoch !== epoch) return null;
  return toSession(record, { lastSeenAt: Number(lastSeen ?? now), expiresAt: now + slidingMs });
}

/** A user's living sessions, the one used last first, in two round trips of a command each. */
export async function listSessions(
  redis: Redis,
  userId: string,
  { shardOf, slidingMs }: Place,
): Promise<Session[]> {
  const user = await userOf(userId);
  const at = shardOf(user);
  const held = (await redis.hgetall(keys.user({ ...at, user }))) as string[] | null;
  if (!held?.length) return [];
  const names: string[] = [keys.epoch({ ...at, user })];
  for (let i = 0; i < held.length; i += 2) {
    const [handle, digest] = held.slice(i, i + 2) as [string, string];
    names.push(keys.session({ ...at, handle }), keys.id({ ...at, digest }));
  }
  const [epoch, ...found] = await redis.mget<(string | null)[]>(...names);
  const living: Session[] = [];
  for (let i = 0; i < found.length; i += 2) {
    const [text, lastSeen] = [found[i], found[i + 1]];
    const record = text ? parseRecord(text) : undefined;
    if (!record || !lastSeen || record.epoch !== epoch) continue;
    const lastSeenAt = Number(lastSeen);
    const seen = { lastSeenAt, expiresAt: lastSeenAt + slidingMs };
    const { version, data, ...session } = toSession(record, seen);
    living.push(session);
  }
  return living.sort((a, b) => b.lastSeenAt - a.lastSeenAt);
}
