/** A request that the gateway answers itself, with this HTTP status and `{"error": message}`. */
export class RequestError extends Error {
  readonly status: number;
  /** Headers that belong to the status. */
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = 'RequestError';
    this.status = status;
    this.headers = headers;
  }
}

const SOON = { 'Retry-After': '1' };

/** Redis cannot be asked now: it is down, still loading, or refuses the gateway. */
export function unavailable(reason: string): RequestError {
  return new RequestError(503, `ERR Redis is not available: ${reason}`, SOON);
}

/** The gateway holds as much work as it may; the caller should try again in a moment. */
export function overloaded(what: string): RequestError {
  return new RequestError(503, `ERR the gateway is at its limit of ${what}, try again`, SOON);
}

/** The body of a request is no JSON, or not what JSON may be here. */
export function malformed(): RequestError {
  return new RequestError(400, 'ERR failed to parse the request body as JSON');
}
