import { CodedError } from '@/lib/errors';
import type { Caller } from '@/lib/http/admission';
import { escapeGlob, literalPrefixOf } from '@/lib/patterns/scan';
import { demoKeysOf } from '@/lib/patterns/scan/keys';

const open = demoKeysOf('rp');

/**
 * What is stored belongs to whom it is about: but for the demo keys, only an admin may look at it.
 *
 * @throws CodedError `forbidden`
 */
export function allowKeys(caller: Caller, keys: readonly string[]): void {
  allowPatterns(caller, keys.map(escapeGlob));
}

/** The same for all keys that patterns can match. @throws CodedError `forbidden` */
export function allowPatterns(caller: Caller, patterns: readonly string[]): void {
  if (caller.tier === 'admin') return;
  if (patterns.every((pattern) => literalPrefixOf(pattern).startsWith(open))) return;
  throw new CodedError(
    'forbidden',
    `Only the keys that begin with "${open}" are open to all; others need the role admin.`,
  );
}
