import type { Asker } from './storable';

/**
 * The request headers on which an answer depends, each with the spelling that it is reduced to: `de-DE,de;q=0.9` and
 * `de` may be one. The handler sees that spelling and no other; an absent header is ''.
 */
export type Vary = Readonly<Record<string, (value: string) => string>>;

/** What a handler is asked, and what its answer is kept under. */
export interface Asked extends Asker {
  url: URL;
  /** The SHA-256 of all that the answer may depend on, in base64url. */
  key: string;
  /**
   * What the handler sees: always a GET, without conditions and ranges, with the headers of the key and none else. So
   * an answer cannot depend on what its key does not hold.
   */
  request(signal: AbortSignal | null): Request;
}

/** @param omit credentials: then nobody is told apart by them, and the handler does not see them */
export async function ask(request: Request, vary: Vary, omit: boolean): Promise<Asked> {
  const url = normalizeUrl(request.url);
  const varied = Object.keys(vary).map((name) => name.toLowerCase());
  const spelled = Object.entries(vary)
    .map(([name, spell]) => [name.toLowerCase(), spell(request.headers.get(name) ?? '')] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const credentials = (['authorization', 'cookie'] as const).filter(
    (name) => !omit && request.headers.has(name),
  );
  const headers = new Headers(Object.fromEntries(spelled.filter(([, value]) => value !== '')));
  for (const name of credentials)
    if (!varied.includes(name)) headers.set(name, request.headers.get(name) ?? '');
  return {
    url,
    key: await digest([url.href, credentials, spelled]),
    authorized: credentials.includes('authorization'),
    hasCookie: credentials.includes('cookie'),
    varied,
    request: (signal) => new Request(url, { headers, signal }),
  };
}

/**
 * One spelling for URLs that mean the same: parameters in the order of their names, those of one name in their own
 * order; percent-encoding where it is needed, in capitals; no fragment.
 */
export function normalizeUrl(text: string | URL): URL {
  const url = new URL(text);
  url.hash = '';
  url.pathname = url.pathname.replace(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(parseInt(code.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : code.toUpperCase();
  });
  // It names one call and not what is asked: with it, a caller could store one answer under any number of keys.
  url.searchParams.delete('idempotency-key');
  url.searchParams.sort();
  // A "?" without parameters means nothing, and serializing them gives each one spelling.
  url.search = url.searchParams.toString();
  return url;
}

/** The SHA-256 of a value as JSON, in base64url. */
export async function digest(value: unknown): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(value));
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
}

/** As it stands in URLs and headers (RFC 4648, 5), without padding. */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
