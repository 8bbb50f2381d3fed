import type { Redis } from '@upstash/redis';
import { CodedError } from '../errors';
import { withinLimit } from './within-limit';

const policy = 'unknown-key';
/** Addresses, and keys, that one process remembers. */
const remembered = 1_000;

/** Until when an address may show no key that this process does not know, by `performance.now()`. */
const refusedUntil = new Map<string, number>();
/** Keys that were found lately. Who shares an address with somebody that guesses goes on working. */
const good = new Set<string>();

/**
 * Before a key is looked up: an address that showed many wrong ones may try no further ones for a while, so that
 * guessing costs Redis nothing.
 *
 * @throws CodedError `rate_limited`
 */
export function mayShowKey(address: string, secret: string): void {
  const left = (refusedUntil.get(address) ?? 0) - performance.now();
  if (left <= 0 || good.has(secret)) return;
  throw tooMany(Math.ceil(left / 1_000));
}

export function keyWasFound(secret: string): void {
  good.delete(secret);
  bounded(good);
  good.add(secret);
}

/** @throws CodedError `not_signed_in`, or `rate_limited` where the address showed too many such keys */
export async function keyIsUnknown(redis: Redis, address: string, secret: string): Promise<never> {
  good.delete(secret);
  try {
    // Callers without an address are no one caller.
    if (address !== '') await withinLimit(redis, policy, `ip:${address}`, new Headers());
  } catch (error) {
    const seconds = error instanceof CodedError ? error.retryAfterSeconds : undefined;
    if (seconds === undefined) throw error;
    bounded(refusedUntil);
    refusedUntil.set(address, performance.now() + 1_000 * seconds);
    throw tooMany(seconds);
  }
  throw new CodedError('not_signed_in', 'This API key is not known. Was it revoked?');
}

function tooMany(seconds: number): CodedError {
  return new CodedError('rate_limited', `Too many unknown API keys. Try again in ${seconds} s.`, {
    retryAfterSeconds: seconds,
  });
}

/** Makes room for one more: the oldest goes. */
function bounded(kept: Map<string, unknown> | Set<string>): void {
  if (kept.size >= remembered) kept.delete(kept.keys().next().value!);
}
