/** What bounds a gateway, so that nothing in it grows without end. Times in ms. */
export interface GatewayLimits {
  /** One request's body, bytes. */
  maxRequestBytes: number;
  /** All request bodies held at one time, bytes. */
  maxHeldBytes: number;
  /** One request's URL and headers, bytes; path-style commands live there. */
  maxHeaderBytes: number;
  /** HTTP connections, streams among them. */
  maxConnections: number;
  /** Requests that may wait for Redis on the shared connection. */
  maxInFlight: number;
  /** Redis connections for commands that block and for very large batches. */
  maxDedicated: number;
  /** Of those, how many stay open when unused. */
  maxIdle: number;
  /** For a request's headers to arrive. */
  headersTimeout: number;
  /** For a whole request to arrive. */
  requestTimeout: number;
  /** For an unused HTTP connection to stay open. */
  idleTimeout: number;
  /** For connecting to Redis and signing in. */
  connectTimeout: number;
  /** Silence from Redis, with replies due, after which its connection is given up. Commands that block are exempt. */
  replyTimeout: number;
}

export const defaultLimits: Readonly<GatewayLimits> = {
  maxRequestBytes: 10 * 1024 * 1024,
  maxHeldBytes: 128 * 1024 * 1024,
  maxHeaderBytes: 64 * 1024,
  maxConnections: 10_000,
  maxInFlight: 10_000,
  maxDedicated: 64,
  maxIdle: 4,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  idleTimeout: 75_000,
  connectTimeout: 5_000,
  replyTimeout: 30_000,
};
