/** How the browser addressed this server: a proxy that ends TLS, or has a name of its own, says so. */
export interface RequestedAs {
  /** The host with its port, where one was given. */
  host: string;
  protocol: 'http' | 'https';
}

/**
 * Reads the address that a request was sent to. Where several proxies wrote theirs, the first one's is meant, since it
 * spoke with the browser. No page can write these headers, and a program that lies harms its own cookies only.
 */
export function requestedAs({ headers, url }: Request): RequestedAs {
  const first = (name: string) => headers.get(name)?.split(',')[0]?.trim().toLowerCase();
  const protocol = first('x-forwarded-proto') ?? new URL(url).protocol.slice(0, -1);
  return {
    host: first('x-forwarded-host') ?? first('host') ?? '',
    protocol: protocol === 'https' ? 'https' : 'http',
  };
}
