/**
 * Every way in which an operation can fail that a caller may tell apart. A code is part of the API: a client
 * switches on it, so it is never renamed. Status and title travel in the problem document (RFC 9457).
 */
export const errorCodes = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  not_signed_in: { status: 401, title: 'Sign in first' },
  sign_in_refused: { status: 401, title: 'This name and password do not belong together' },
  signature_refused: { status: 401, title: 'The signature is not right' },
  forbidden: { status: 403, title: 'This is not yours to do' },
  unknown_origin: { status: 403, title: 'This origin may not call this operation' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'This path has no such method' },
  version_conflict: { status: 409, title: 'It has changed meanwhile' },
  limit_reached: { status: 409, title: 'There is no room for another' },
  lock_held: { status: 409, title: 'Somebody else holds the lock' },
  lock_lost: { status: 409, title: 'The lock is not yours any more' },
  stale_fence: { status: 409, title: 'A later holder was here before' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body is not JSON' },
  idempotency_key_reused: {
    status: 422,
    title: 'This Idempotency-Key was used for another request',
  },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on this server' },
  bad_gateway: { status: 502, title: 'What was fetched cannot be passed on' },
  origin_unavailable: { status: 503, title: 'What is behind the cache does not answer' },
  unavailable: { status: 503, title: 'Not now' },
  not_configured: { status: 503, title: 'A service that this needs is not configured' },
  redis_unreachable: { status: 503, title: 'Redis cannot be reached' },
  redis_refusing: { status: 503, title: 'Redis refuses to work at the moment' },
  redis_unauthorized: { status: 503, title: 'Redis refused the credentials' },
  database_unreachable: { status: 503, title: 'The database cannot be reached' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCodes;

/** One field of a request that is not as it should be. `field` is a JSON pointer or a name, as in `body/path`. */
export interface FieldError {
  field: string;
  message: string;
}

/**
 * A broken promise with a code. What a caller expects (a lock held, a limit reached) is a returned value and
 * never one of these. `message` is shown to callers: it says nothing of the inside.
 */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];
  /** When trying again may help, in seconds. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { fields?: readonly FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
