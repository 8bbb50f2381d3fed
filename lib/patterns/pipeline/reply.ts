import { CodedError } from '../../errors';
import { refusalOf } from '../../redis/outage';
import type { Outcome } from './steps';

/**
 * The value of a step, for who can do nothing without it.
 *
 * @throws CodedError `redis_unreachable` where the step was not answered or not sent,
 *   `redis_refusing` where Redis refuses all work at the moment; Error where it refused this step
 */
export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  if (outcome.reason === 'refused') throw refusalOf(outcome.error) ?? new Error(outcome.error);
  throw unreachable('Redis cannot be reached at the moment.');
}

export function unreachable(message: string): CodedError {
  return new CodedError('redis_unreachable', message, { retryAfterSeconds: 1 });
}

/** Not decoded, a hash is the list that Redis sends: field, value, field, value … */
export function flatToRecord(flat: readonly string[] | null): Record<string, string | undefined> {
  const record: Record<string, string | undefined> = {};
  for (let i = 0; flat && i < flat.length; i += 2) record[flat[i]!] = flat[i + 1];
  return record;
}
