import type { AnyOperation } from '../contract';
import { targetPath } from './target-path';

/** Where a request goes whose method its path does not have. The route of unknown paths answers it. */
export const methodNotAllowedPath = '/api/method-not-allowed';

/**
 * Makes a look at the method of a request, for the paths of these operations.
 *
 * @returns for a method that a path does not have, those that it has, as the `Allow` header lists them; else undefined
 */
export function createMethodCheck(operations: readonly AnyOperation[]) {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of operations) {
    const those = methods.get(path) ?? new Set();
    methods.set(path, those.add(method));
    if (method === 'GET') those.add('HEAD');
  }
  const routes = [...methods]
    // A brace comes after all letters: of two templates that fit, the one with a fixed name there goes first.
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, those]) => ({
      matches: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
      those,
    }));

  return (method: string, target: string): string | undefined => {
    const path = targetPath(target);
    if (!path.startsWith('/api/')) return undefined;
    const those = routes.find(({ matches }) => matches.test(path))?.those;
    if (!those || method === 'OPTIONS' || those.has(method)) return undefined;
    return [...those, 'OPTIONS'].join(', ');
  };
}
