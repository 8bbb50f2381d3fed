import { CodedError } from '@/lib/errors';
import type { Refusal } from '@/lib/patterns/lock';
import type { AnyOperation } from '@/lib/contract';
import type { Call } from '@/lib/http/handle';

const shortestKey = 20;

/**
 * The id that the token is made of, where the caller brought one: the token is as hard to guess as that.
 *
 * @throws CodedError `invalid_request` for one that is short enough to be guessed
 */
export function ownOperation({
  once,
  idempotencyKey,
}: Pick<Call<AnyOperation>, 'once' | 'idempotencyKey'>) {
  if (idempotencyKey !== undefined && idempotencyKey.length < shortestKey)
    throw new CodedError(
      'invalid_request',
      'The token of the lock is made of the Idempotency-Key: send a random one, such as a UUID.',
      {
        fields: [
          { field: 'header/idempotency-key', message: `At least ${shortestKey} characters here` },
        ],
      },
    );
  return once;
}

/** The 409 of a lock that somebody else holds. */
export function held(resource: string, { holder, position, retryAfterMs }: Refusal): CodedError {
  const who = holder
    ? `"${holder.owner}" holds it under fence ${holder.fence} until ${new Date(holder.expiresAt).toISOString()}`
    : 'It is free, and somebody who waits is first';
  const place = position === null ? '' : ` Place ${position} in the line when the wait was over.`;
  return new CodedError('lock_held', `${who}.${place}`, {
    fields: [{ field: 'path/resource', message: `${resource} is held` }],
    retryAfterSeconds: Math.ceil(retryAfterMs / 1_000),
  });
}

export function lost(resource: string): CodedError {
  return new CodedError(
    'lock_lost',
    `"${resource}" is not held with this token: its time was over, or it was given back.`,
  );
}
