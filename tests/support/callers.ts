import type { Redis } from '@upstash/redis';
import type { Operation } from '@/lib/contract';
import { createApiKeys } from '@/lib/guard/api-keys';
import { createSessions } from '@/lib/patterns/sessions';
import { createRoles } from '@/lib/patterns/sets/roles';
import { send, type Call } from './api';
import { testRedis } from './redis';

/** A user whom no other test knows. */
export interface TestUser {
  name: string;
  /** The header that a browser of theirs sends. */
  cookie: { cookie: string };
}

export async function makeUser(redis: Redis, { admin = false } = {}): Promise<TestUser> {
  const name = `user-${crypto.randomUUID().slice(0, 8)}`;
  const { id } = await createSessions(redis).create(name, { device: 'Test' });
  if (admin) await createRoles(redis).grant('admin', name);
  return { name, cookie: { cookie: `session=${id}` } };
}

/** The header that a program of a user's sends. The key is theirs to revoke. */
export async function makeKey(redis: Redis, { name }: TestUser) {
  const issued = await createApiKeys(redis).issue({ name: 'test', userId: name });
  if (!issued) throw new Error('There is no room for another API key');
  return { authorization: `Bearer ${issued.secret}` };
}

/** Revokes every key that stands for one of these users. */
export async function revokeKeys(redis: Redis, users: readonly TestUser[]): Promise<void> {
  const keys = createApiKeys(redis);
  for (const { handle, userId } of await keys.list())
    if (users.some(({ name }) => name === userId)) await keys.revoke(handle);
}

let admin: Promise<TestUser> | undefined;

/** Hands a request to the route of an operation, sent by one who may do everything. */
export async function sendAsAdmin(operation: Operation, call: Call = {}): Promise<Response> {
  admin ??= makeUser(testRedis().redis, { admin: true });
  return send(operation, { ...call, headers: { ...(await admin).cookie, ...call.headers } });
}
