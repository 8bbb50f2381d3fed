import { CodedError } from '@/lib/errors';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createLocks } from '@/lib/patterns/lock';
import { acquireLock, extendLock, releaseLock } from '@/lib/patterns/lock/contract';
import { held, lost, ownOperation } from './shared';

export const POST = handle(acquireLock, async ({ redis, params, body, caller, ...call }) => {
  const answer = await createLocks(redis, { listed: true }).acquire(params.resource, {
    ttlMs: body.ttlMs,
    waitMs: body.waitMs,
    owner: body.owner ?? caller.userId ?? '',
    signal: call.request.signal,
    ...ownOperation(call),
  });
  if (!answer.acquired) throw held(params.resource, answer);
  const { token, fence, grantedAt, expiresAt } = answer;
  return { token, fence, grantedAt, expiresAt };
});

export const PATCH = handle(extendLock, async ({ redis, params: { resource }, body, once }) => {
  const locks = createLocks(redis, { listed: true });
  const grant = await locks.extend(resource, body.token, body.ttlMs, once);
  if (!grant) throw lost(resource);
  return { fence: grant.fence, grantedAt: grant.grantedAt, expiresAt: grant.expiresAt };
});

export const DELETE = handle(
  releaseLock,
  async ({ redis, params: { resource }, body, caller, once }) => {
    const locks = createLocks(redis, { listed: true });
    if (body.token === undefined) {
      if (caller.tier !== 'admin')
        throw new CodedError('forbidden', 'Only an admin may break a lock. Send its token.');
      return { outcome: await locks.break(resource, once) };
    }
    const outcome = await locks.release(resource, body.token, once);
    if (outcome === 'taken') throw lost(resource);
    return { outcome };
  },
);

export const OPTIONS = preflight([acquireLock, extendLock, releaseLock]);
