import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import { newOperationId, type OperationId } from '../../redis/operation-id';
import { createScript } from '../../redis/script';
import { rangeShapes, toActivity } from './activity';
import { countShards, shapes } from './count';
import createSource from './create.lua' with { type: 'text' };
import endSource from './end.lua' with { type: 'text' };
import { handleOf, newSessionId, parseSessionId, userOf, type SessionId } from './id';
import { keys, maxAbsoluteMs, maxFields, receiptMs } from './keys';
import { listSessions, readSession } from './read';
import { parseRecord, toFields, toSession } from './record';
import saveSource from './save.lua' with { type: 'text' };
import supersedeSource from './supersede.lua' with { type: 'text' };
import type { Sessions, SessionsOptions } from './types';

export { areOfOneSession, handleIn } from './id';
export type { Opened, Sessions, SessionsOptions } from './types';

const createSession = createScript(createSource);
const supersede = createScript(supersedeSource);
const save = createScript(saveSource);
const end = createScript(endSource);
const day = 86_400_000;

/**
 * Sessions over one Redis.
 *
 * @throws RangeError for options outside their ranges
 */
export function createSessions(redis: Redis, options: SessionsOptions = {}): Sessions {
  const { prefix = 'rp', shards = 1, slidingMs = day, absoluteMs = 30 * day } = options;
  const { rotateGraceMs = 10_000, maxPerUser = 50 } = options;
  inRange('shards', shards, 1, 256);
  inRange('absoluteMs', absoluteMs, 1, maxAbsoluteMs);
  inRange('slidingMs', slidingMs, 1, absoluteMs);
  inRange('rotateGraceMs', rotateGraceMs, 1, 300_000);
  inRange('maxPerUser', maxPerUser, 1, 500);

  const shardOf = (user: string) => ({ prefix, shard: parseInt(user.slice(0, 2), 16) % shards });
  const baseOf = (user: string) => [keys.base(shardOf(user))];

  function once(user: string, owner: string, operationId: OperationId) {
    const receipt = keys.receipt({ ...shardOf(user), owner, id: operationId.id });
    return { operationId, receipt, ttlMs: receiptMs };
  }

  async function supersedeBy(next: SessionId, asks: string, operation: string) {
    const [outcome, text, now] = await supersede.run<[string, string?, number?]>(redis, {
      keys: baseOf(next.user),
      args: [next.user, next.handle, next.digest, asks, operation, slidingMs, rotateGraceMs],
    });
    if (outcome === 'ended' || text === undefined || now === undefined) return null;
    const seen = { lastSeenAt: now, expiresAt: now + slidingMs };
    return { rotated: outcome === 'rotated', session: toSession(parseRecord(text), seen) };
  }

  async function endOf(
    user: string,
    which: 'one' | 'others' | 'all',
    handle: string,
    by: { asks: string } | { operationId: OperationId },
  ): Promise<number> {
    return end.run<number>(redis, {
      keys: baseOf(user),
      args: [user, which, handle, 'asks' in by ? by.asks : '', shapes],
      ...('operationId' in by && { once: once(user, user, by.operationId) }),
    });
  }

  const sessions: Sessions = {
    async create(userId, { device, address, data = {} }, { operationId = newOperationId() } = {}) {
      const user = await userOf(userId);
      const next = await newSessionId(user, await handleOf(user, operationId.id));
      const fields = toFields(data).map(([name, value]) => [name, [1, value]] as const);
      if (fields.length > maxFields)
        throw new RangeError(`${fields.length} fields in a session; at most ${maxFields}`);
      const record = { userId, device, address, version: 1, fields: Object.fromEntries(fields) };
      const [outcome, text, now] = await createSession.run<[string, string, number]>(redis, {
        keys: baseOf(user),
        args: [
          user,
          next.handle,
          next.digest,
          JSON.stringify(record),
          slidingMs,
          absoluteMs,
          crypto.randomUUID(),
          maxPerUser,
          shapes,
        ],
      });
      operationId.replayed = outcome === 'taken';
      const made = parseRecord(text);
      if (outcome !== 'taken') {
        const seen = { lastSeenAt: now, expiresAt: now + slidingMs };
        return { id: next.id, session: toSession(made, seen) };
      }
      if (made.device !== device)
        throw new CodedError(
          'idempotency_key_reused',
          'This Idempotency-Key was used to sign in from another device.',
        );
      const taken = await supersedeBy(next, '', operationId.id);
      // It ended between the two steps: what was asked for is a session, so begin one.
      return taken
        ? { id: next.id, session: taken.session }
        : sessions.create(userId, { device, address, data });
    },

    read: (id) => readSession(redis, id, { shardOf, slidingMs }),

    async save(id, fields, { version, operationId = newOperationId() }) {
      const asked = await parseSessionId(id);
      if (!asked) return { outcome: 'ended' };
      const { user, handle, digest } = asked;
      const [outcome, latest, names] = await save.run<
        ['saved' | 'conflict' | 'full' | 'ended', number, string[]?]
      >(redis, {
        keys: baseOf(user),
        args: [user, handle, digest, version, JSON.stringify(toFields(fields)), maxFields],
        once: once(user, handle, operationId),
      });
      if (outcome === 'ended') return { outcome };
      if (outcome === 'conflict') return { outcome, version: latest, fields: names ?? [] };
      return { outcome, version: latest };
    },

    async rotate(id, { operationId = newOperationId() } = {}) {
      const asked = await parseSessionId(id);
      if (!asked) return null;
      const next = await newSessionId(asked.user, asked.handle);
      const done = await supersedeBy(next, asked.digest, operationId.id);
      if (!done) return null;
      return { id: done.rotated ? next.id : undefined, session: done.session };
    },

    async destroy(id) {
      const asked = await parseSessionId(id);
      if (asked) await endOf(asked.user, 'one', asked.handle, { asks: asked.digest });
    },

    list: (userId) => listSessions(redis, userId, { shardOf, slidingMs }),

    async revoke(userId, handle, { operationId = newOperationId() } = {}) {
      return (await endOf(await userOf(userId), 'one', handle, { operationId })) === 1;
    },

    async revokeOthers(userId, handle, { operationId = newOperationId() } = {}) {
      return endOf(await userOf(userId), 'others', handle, { operationId });
    },

    async revokeAll(userId, { operationId = newOperationId() } = {}) {
      return endOf(await userOf(userId), 'all', '', { operationId });
    },

    async activeCount() {
      const counts = await countShards(redis, { prefix, shards });
      return counts.reduce((sum, { active }) => sum + active, 0);
    },

    async activity(range) {
      const { resolution } = rangeShapes[range];
      return toActivity(range, await countShards(redis, { prefix, shards, resolution }));
    },
  };
  return sessions;
}

function inRange(name: string, value: number, least: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < least || value > most)
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}`);
}
