import { CodedError } from '../errors';

/**
 * The identity of one call that changes something. The same id again returns the first answer and changes
 * nothing, whoever resends: this process, a proxy, a browser that lost the answer.
 */
export interface OperationId {
  readonly id: string;
  /** What was asked, as a digest: the same id for another request is refused. Empty where nobody else can know the id. */
  readonly fingerprint: string;
  /** Set by the script that found a receipt: the answer is the first call's. */
  replayed?: boolean;
}

/** An id for a caller that brought none. Make it before the first send, so that every resend carries it. */
export function newOperationId(): OperationId {
  return { id: crypto.randomUUID(), fingerprint: '' };
}

/** The 409 of an id that belongs to another request. */
export function keyReused(): CodedError {
  return new CodedError(
    'idempotency_key_reused',
    'This Idempotency-Key was used for another request. Use a new key for a new request.',
  );
}
