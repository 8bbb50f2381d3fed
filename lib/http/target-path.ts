/**
 * The path that a request's target leads to: it may be a whole URL, as one to a proxy is, and have dots that lead
 * elsewhere, as in `/page/../api/health`. Next.js takes all of them.
 */
export function targetPath(target: string): string {
  const base = 'http://server';
  return URL.canParse(target, base) ? new URL(target, base).pathname : target;
}
