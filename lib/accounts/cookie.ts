import { requestedAs } from '../http/requested-as';

/** Browsers keep the prefixed name to https, this host and the whole path: no subdomain can plant one. */
const secureName = '__Host-session';
const plainName = 'session';

/** Each is looked up in Redis, so a header full of them must not cost more. */
const maxCookies = 4;

/**
 * The session ids that a request carries, as they were sent. There may be two: a browser that kept a cookie of another
 * path or domain by the same name sends both, and no rule says which one comes first.
 *
 * @returns at most four
 */
export function readSessionCookies(request: Request): string[] {
  const wanted = requestedAs(request).protocol === 'https' ? secureName : plainName;
  const ids = (request.headers.get('cookie') ?? '').split(';').flatMap((pair) => {
    const [name, value] = pair.trim().split('=', 2);
    return name === wanted && value ? [value] : [];
  });
  return [...new Set(ids)].slice(0, maxCookies);
}

/**
 * The `Set-Cookie` that hands a session id to a browser. No script can read it, and no other site's form
 * can send it along.
 *
 * @param expiresAt the session's absolute expiry, in epoch milliseconds; Redis alone decides on the sliding one
 */
export function sessionCookie(request: Request, id: string, expiresAt: number): string {
  const seconds = Math.max(0, Math.floor((expiresAt - Date.now()) / 1000));
  return cookie(request, id, seconds);
}

/** The `Set-Cookie` that takes the session id back. */
export function clearedSessionCookie(request: Request): string {
  return cookie(request, '', 0);
}

function cookie(request: Request, value: string, maxAge: number): string {
  const https = requestedAs(request).protocol === 'https';
  const name = https ? secureName : plainName;
  const attributes = `Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${https ? '; Secure' : ''}`;
  return `${name}=${value}; ${attributes}`;
}
