/** Browsers keep the prefixed name to https, this host and the whole path: no subdomain can plant one. */
const secureName = '__Host-session';
const plainName = 'session';

/** The session id that a request carries, as it was sent; undefined where it carries none. */
export function readSessionCookie(request: Request): string | undefined {
  const wanted = isHttps(request) ? secureName : plainName;
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === wanted && value) return value;
  }
  return undefined;
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
  const https = isHttps(request);
  const name = https ? secureName : plainName;
  const attributes = `Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${https ? '; Secure' : ''}`;
  return `${name}=${value}; ${attributes}`;
}

/** As the browser sees it: a proxy that ends TLS says so. A caller that lies harms its own cookie only. */
function isHttps(request: Request): boolean {
  const forwarded = request.headers.get('x-forwarded-proto')?.split(',')[0]?.trim();
  return (forwarded ?? new URL(request.url).protocol.slice(0, -1)) === 'https';
}
