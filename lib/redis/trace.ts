/** One HTTP round trip to Redis, as the wire panel shows it. Values are redacted before they are kept. */
export interface RoundTrip {
  /** When the request was handed to the network, in epoch milliseconds. */
  at: number;
  /** From there to the decoded answer, in milliseconds. */
  ms: number;
  endpoint: 'command' | 'pipeline' | 'multi-exec';
  /** The commands of this trace's owner, in order: names, keys and options in clear, values as `‹12 bytes›`. */
  commands: string[][];
  /** Commands as a host bills them: each of `commands` and each that a script ran inside. */
  billed: number;
  /** Bytes of the request body and of the answer's body. Of a shared trip: of the owner's part. */
  sentBytes: number;
  receivedBytes: number;
  /** 1 where nothing was sent again. */
  attempts: number;
  /** True where the request also carried other callers' commands. */
  shared: boolean;
  /** True where it was the guard's: identity, rights and limits, not the operation itself. */
  guard?: boolean;
  /** The first error among the answers, as Redis worded it. */
  error?: string;
}

/** The round trips of one request (or of one test). Never shared between requests. */
export interface Trace {
  readonly trips: readonly RoundTrip[];
}
