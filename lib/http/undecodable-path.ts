import { targetPath } from './target-path';

/** Where a request goes whose own path cannot be decoded. The route of unknown paths answers it. */
export const undecodablePath = '/api/undecodable-path';

/** False for a path of the API with escapes that are no UTF-8, as in `/api/counters/%ff`. */
export function isDecodable(target: string): boolean {
  const path = targetPath(target);
  if (!path.startsWith('/api/')) return true;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
