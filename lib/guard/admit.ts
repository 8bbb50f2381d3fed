import type { Redis } from '@upstash/redis';
import { CodedError } from '../errors';
import type { Admission, Admit, Caller } from '../http/admission';
import { createRoles } from '../patterns/sets/roles';
import { createClient } from '../redis/client';
import { sharedTransport } from '../redis/shared';
import { identify, type Identity } from './identify';
import { recorder } from './rate-limits';
import { withinLimit } from './within-limit';

/**
 * The guard before every operation: who calls, whether they are within their limit, and whether it is theirs to do.
 * An operation that anyone may call and no policy limits is let through without a look.
 */
export const admit: Admit = async ({ operation, request, params, headers, background, trace }) => {
  if (operation.tier === 'anyone' && operation.policy === undefined)
    return { tier: 'anyone', address: '' };
  background(recorder.flushIfDue);
  const redis = createClient(sharedTransport(), { trace });
  const identity = await identify(request, redis);
  const { countedAs, ...caller } = identity;
  const [, isAdmin] = await Promise.all([
    operation.policy && withinLimit(redis, operation.policy, countedAs, headers),
    hasAdminRole(redis, identity),
  ]);
  const tier = isAdmin ? 'admin' : identity.userId === undefined ? 'anyone' : 'user';
  mayCall(operation, params, { ...caller, tier });
  return { ...caller, tier };
};

function hasAdminRole(redis: Redis, { userId }: Identity): Promise<boolean> {
  return userId === undefined
    ? Promise.resolve(false)
    : createRoles(redis).hasRole(userId, 'admin');
}

/** @throws CodedError `not_signed_in`, `forbidden` */
function mayCall(
  operation: Admission['operation'],
  params: Admission['params'],
  { tier, userId }: Caller,
): void {
  if (operation.tier === 'anyone' || tier === 'admin') return;
  if (userId === undefined)
    throw new CodedError('not_signed_in', 'Sign in with POST /api/sessions, or send an API key.');
  if (operation.tier === 'admin') throw new CodedError('forbidden', 'This needs the role admin.');
  const owner = operation.self === undefined ? undefined : params[operation.self];
  if (owner !== undefined && owner !== userId)
    throw new CodedError('forbidden', 'This belongs to another user; only they and admins may.');
}
