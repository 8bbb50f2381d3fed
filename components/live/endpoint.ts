import type { AnyOperation } from '@/lib/contract';

/**
 * Names an operation for the browser without its schemas: with `import type` of the contract, a page sends
 * no validator to its visitors. The compiler refuses a method or a path that is not the contract's.
 *
 * @example const readPageViews = endpoint<Operations['readPageViews']>('GET', '/api/page-views')
 */
export function endpoint<O extends AnyOperation>(method: O['method'], path: O['path']): O {
  // The caller reads nothing of an operation but these two.
  return { method, path } as O;
}
