import type { Redis } from '@upstash/redis';
import { readSessionCookies } from '../accounts/cookie';
import type { Caller } from '../http/admission';
import { clientAddress } from '../http/client-address';
import { isOwnOrigin } from '../http/cors';
import { createSessions } from '../patterns/sessions';
import { createApiKeys } from './api-keys';
import { keyIsUnknown, keyWasFound, mayShowKey } from './unknown-keys';

/** Who calls, and under what name the rate limits count them. */
export interface Identity extends Omit<Caller, 'tier'> {
  countedAs: string;
}

/**
 * Makes out who sent a request: the owner of its API key, or of its session, or nobody but an address. A session is
 * believed from pages of this origin only, so that no other site's page can act as its visitor.
 *
 * @throws CodedError `not_signed_in` for an API key that is none, `rate_limited` after many of those; a session that has ended counts as none
 */
export async function identify(request: Request, redis: Redis): Promise<Identity> {
  const address = clientAddress(request);
  const nobody = { address, countedAs: `ip:${address || 'unknown'}` };

  const bearer = /^Bearer +(.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (bearer !== undefined) {
    mayShowKey(address, bearer);
    const key = await createApiKeys(redis).find(bearer);
    if (!key) return keyIsUnknown(redis, address, bearer);
    keyWasFound(bearer);
    return { address, userId: key.userId, countedAs: `key:${key.handle}` };
  }

  const origin = request.headers.get('origin');
  if (origin !== null && !isOwnOrigin(origin, request)) return nobody;
  for (const sessionId of readSessionCookies(request)) {
    const session = await createSessions(redis).read(sessionId);
    if (!session) continue;
    const { userId } = session;
    return { address, userId, sessionId, countedAs: `user:${userId}` };
  }
  return nobody;
}
