import type { Caller } from '../http/admission';
import { CodedError } from '../errors';

/** The policies of the page, which limit nobody in earnest, so anyone may try and see them. */
export function isDemo(policy: string): boolean {
  return policy.startsWith('demo-');
}

/**
 * Whoever may take from a policy that guards this API could use up what is another's.
 *
 * @throws CodedError `forbidden`
 */
export function allowOnlyDemos(policy: string, caller: Caller): void {
  if (isDemo(policy) || caller.tier === 'admin') return;
  throw new CodedError(
    'forbidden',
    `"${policy}" guards this API: only an admin may look into it. The demo- policies are open to all.`,
  );
}
