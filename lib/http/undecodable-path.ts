/** Where a request goes whose own path cannot be decoded. The route of unknown paths answers it. */
export const undecodablePath = '/api/undecodable-path';

/** How a target begins that names its server too, as a request to a proxy does. Next.js takes it like a bare path. */
const server = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** False for a path of the API with escapes that are no UTF-8, as in `/api/counters/%ff`. */
export function isDecodable(url: string): boolean {
  const target = url.replace(server, '');
  if (!target.startsWith('/api/')) return true;
  try {
    decodeURIComponent(target.split('?', 1)[0]!);
    return true;
  } catch {
    return false;
  }
}
