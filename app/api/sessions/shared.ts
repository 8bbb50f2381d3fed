import type { Redis } from '@upstash/redis';
import { clearedSessionCookie, sessionCookie } from '@/lib/accounts/cookie';
import { createDirectory, type UserDirectory } from '@/lib/accounts/directory';
import { offersSamples, withSampleAccounts } from '@/lib/accounts/samples';
import { sharedDatabase } from '@/lib/database/shared';
import { CodedError } from '@/lib/errors';
import type { Caller } from '@/lib/http/admission';
import type { Opened } from '@/lib/patterns/sessions';
import { createRoles } from '@/lib/patterns/sets';

/** Who may sign in with this request. */
export function accounts(request: Request): UserDirectory {
  const directory = createDirectory(sharedDatabase('essential'));
  return offersSamples(request) ? withSampleAccounts(directory) : directory;
}

/**
 * The id of the session that asks. A caller with an API key has none.
 *
 * @throws CodedError `not_signed_in`
 */
export function requireSessionId({ sessionId }: Caller): string {
  if (sessionId === undefined) throw notSignedIn();
  return sessionId;
}

/**
 * The user whose sessions a call is about: the caller's own, or another's where the caller is an admin.
 *
 * @throws CodedError `not_signed_in`, `forbidden`
 */
export async function userMeant(
  redis: Redis,
  { userId }: Caller,
  user: string | undefined,
): Promise<string> {
  if (userId === undefined) throw notSignedIn();
  if (user === undefined || user === userId) return userId;
  if (await createRoles(redis).hasRole(userId, 'admin')) return user;
  throw new CodedError('forbidden', "Only an admin may see or end other users' sessions.");
}

export function notSignedIn(): CodedError {
  return new CodedError('not_signed_in', 'Sign in first: POST /api/sessions.');
}

export function setCookie(headers: Headers, request: Request, { id, session }: Opened): void {
  headers.append('set-cookie', sessionCookie(request, id, session.absoluteExpiresAt));
}

export function clearCookie(headers: Headers, request: Request): void {
  headers.append('set-cookie', clearedSessionCookie(request));
}
