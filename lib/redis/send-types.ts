/** One HTTP request to Redis, ready for the network. */
export interface SendRequest {
  /** The whole address, endpoint included. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** How long this attempt may take, in milliseconds, until its body has arrived. */
  timeoutMs: number;
  /** Ends the attempt early. */
  signal?: AbortSignal | undefined;
}

/** What came back, whatever its status. */
export interface SendAnswer {
  status: number;
  body: string;
  /** Bytes of the body on the wire. */
  bytes: number;
  /** The `upstash-sync-token` header. */
  syncToken?: string | undefined;
  /** The `Retry-After` header, as it came. */
  retryAfter?: string | undefined;
}

/**
 * Carries one request to Redis, once: no resends, no meaning given to the status. Rejects where no whole answer
 * arrived within the time limit.
 */
export interface Send {
  (request: SendRequest): Promise<SendAnswer>;
  /** Closes the connections that it keeps. */
  close?(): Promise<void>;
}

/** The answer did not arrive within the time limit of its attempt. */
export class SendTimeoutError extends Error {
  override readonly name = 'SendTimeoutError';

  constructor(timeoutMs: number) {
    super(`No answer within ${timeoutMs} ms`);
  }
}
