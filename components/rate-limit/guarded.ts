import type { AnyOperation } from '@/lib/contract';

/** The operations of an API by the policy that guards them. */
export interface Guarded {
  byPolicy: Readonly<Record<string, readonly string[]>>;
  /** Those that nothing limits. */
  unlimited: readonly string[];
}

/** What each policy guards, as the contracts state it. */
export function guardedBy(operations: readonly AnyOperation[]): Guarded {
  const byPolicy: Record<string, string[]> = {};
  const unlimited: string[] = [];
  for (const { method, path, policy } of operations) {
    const names = policy === undefined ? unlimited : (byPolicy[policy] ??= []);
    names.push(`${method} ${path}`);
  }
  return { byPolicy, unlimited };
}
