import { namesIn, parseDirectives } from './directives';

/** The statuses that may be stored where an answer says for how long. An error of the server's is never one. */
const storable = new Set([200, 203, 204, 300, 301, 302, 307, 308, 404, 405, 410, 414]);

/** Those that say that the origin cannot answer now (RFC 5861, 4). */
export const isFailure = (status: number): boolean => [500, 502, 503, 504].includes(status);

/** Who asked, as far as it decides what of the answer may be shared. */
export interface Asker {
  authorized: boolean;
  hasCookie: boolean;
  /** The headers that are part of the key. */
  varied: readonly string[];
}

/**
 * Why a shared cache may not store an answer (RFC 9111, 3), in a word; undefined where it may.
 *
 * An answer to a request with `Authorization` needs `public`, `s-maxage` or `must-revalidate` (3.5); one to a request
 * with a cookie, of which the standard says nothing, needs `public`. What sets a cookie is for one visitor whatever it
 * says. `no-cache` allows storing, but each use would ask the origin, so nothing is gained by it.
 */
export function whyNotStored(
  { status, headers }: Response,
  { authorized, hasCookie, varied }: Asker,
): string | undefined {
  const directives = parseDirectives(headers);
  const says = (...names: string[]) => names.some((name) => directives.has(name));
  for (const name of ['no-store', 'private', 'no-cache']) if (says(name)) return name;
  if (!storable.has(status)) return 'status';
  if (headers.has('set-cookie')) return 'set-cookie';
  if (authorized && !says('public', 's-maxage', 'must-revalidate')) return 'authorization';
  if (hasCookie && !says('public')) return 'cookie';
  if (namesIn(headers.get('vary')).some((name) => !varied.includes(name))) return 'vary';
  return undefined;
}
