/** The directives of a `Cache-Control` header, by their names in small letters. */
export type Directives = ReadonlyMap<string, string>;

const directive = /([!#$%&'*+\-.^`|~\w]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*)))?/g;

/** Reads `Cache-Control` (RFC 9111, 5.2). Of a directive that is there twice the first counts, as 4.2.1 allows. */
export function parseDirectives(headers: Headers): Directives {
  const found = new Map<string, string>();
  for (const [, name, quoted, token] of (headers.get('cache-control') ?? '').matchAll(directive)) {
    const key = name!.toLowerCase();
    if (!found.has(key)) found.set(key, quoted ?? token ?? '');
  }
  return found;
}

/** The most that RFC 9111 (1.2.2) asks a cache to tell apart: 68 years. */
const mostSeconds = 2 ** 31;

/**
 * A directive that is a number of seconds, in milliseconds; undefined where it is not there. What is no number is
 * taken as 0, so that an answer whose lifetime cannot be read is stale (4.2.1).
 */
export function millisecondsOf(directives: Directives, name: string): number | undefined {
  const value = directives.get(name);
  if (value === undefined) return undefined;
  return /^\d+$/.test(value) ? Math.min(Number(value), mostSeconds) * 1_000 : 0;
}

/** The names in a header that is a list of them, as `Vary` and `Connection` are, in small letters. */
export function namesIn(header: string | null): string[] {
  return (header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
}
