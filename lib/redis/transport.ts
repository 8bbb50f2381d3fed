import { createBatcher, type BatchLimits } from './batch';
import type { Reply } from './decode';
import { createDeliver } from './deliver';
import type { Endpoint, Parcel } from './parcel';
import { createPost } from './post';
import type { TraceRecorder } from './record';
import { createSend } from './send';
import type { Send } from './send-types';

export interface TransportOptions {
  /** The address of the REST endpoint. */
  url: string;
  token: string;
  /** How long a request may take in all, resends included, in milliseconds. 4 000 unless told. */
  timeoutMs?: number;
  /** How often a request is sent at most, 1 or more. 3 unless told. */
  attempts?: number;
  /** How commands of one turn share a request; false sends each alone and promises no order among them. */
  batch?: BatchLimits | false;
  /** Carries the requests; for tests and proofs. */
  send?: Send;
}

interface TransportRequest {
  endpoint: Endpoint;
  /** One command, or an array of them for a pipeline or a transaction. */
  body: unknown;
  /** Whose it is: what one caller starts in one turn is carried out in that order. */
  caller: object;
  /** Where the round trip is recorded. */
  trace?: TraceRecorder | undefined;
  /** Rejects this call with its reason when it fires. What was sent by then may still be carried out. */
  signal?: AbortSignal | undefined;
}

/** The way to one Redis with one token, shared by every request of a process. */
export interface Transport {
  /**
   * Carries a request and gives back what the official client expects of its own: the reply to a command, or an array
   * of replies, in which a command's error stands as `error`.
   *
   * Lost answers are asked for again (connection errors, time limits, 502, 503, 504), so what is not idempotent must
   * carry an operation id.
   *
   * @throws CodedError `redis_unreachable` where no usable answer came in time, `redis_unauthorized` where the token
   *   is refused.
   * @throws UpstashError where a pipeline or a transaction is refused as a whole.
   */
  request(request: TransportRequest): Promise<Reply | Reply[]>;
  /** Closes the connections once what is under way has its answer. */
  close(): Promise<void>;
}

/**
 * Opens the way to a Redis REST endpoint. Nothing is connected before the first request.
 *
 * @throws TypeError where the address is not an http(s) URL or the token cannot be a header, RangeError where there
 *   is no attempt or no time to make.
 */
export function createTransport(options: TransportOptions): Transport {
  const { url, token, timeoutMs = 4_000, attempts = 3, batch, send = createSend() } = options;
  const address = url.replace(/\/+$/, '');
  if (!/^https?:\/\/./.test(address) || !URL.canParse(address)) {
    throw new TypeError('The address of Redis is not an http(s) URL');
  }
  if (!/^[\x21-\x7e]+$/.test(token)) throw new TypeError('The token of Redis is not a token');
  if (!(attempts >= 1 && timeoutMs > 0))
    throw new RangeError('A request needs an attempt and time');

  const deliver = createDeliver(createPost(address, token, send, { attempts, timeoutMs }));
  const submit =
    batch === false ? (parcel: Parcel) => void deliver([parcel]) : createBatcher(deliver, batch);

  return {
    request: (request) =>
      new Promise((resolve, reject) => {
        submit(wrap(request, resolve, reject));
      }),
    close: async () => send.close?.(),
  };
}

function wrap(
  { endpoint, body, caller, trace, signal }: TransportRequest,
  resolve: Parcel['resolve'],
  reject: Parcel['reject'],
): Parcel {
  signal?.throwIfAborted();
  const parcel: Parcel = {
    endpoint,
    commands: (endpoint === 'command' ? [body] : body) as unknown[][],
    json: JSON.stringify(body),
    caller,
    trace,
    signal,
    settled: false,
    resolve,
    reject,
  };
  if (signal) settleOnAbort(parcel, signal);
  return parcel;
}

/** A caller who gives up has its answer at once; what others share with it goes on. */
function settleOnAbort(parcel: Parcel, signal: AbortSignal): void {
  const { resolve, reject } = parcel;
  const onAbort = () => parcel.reject(signal.reason);
  const settle = () => {
    parcel.settled = true;
    signal.removeEventListener('abort', onAbort);
  };
  parcel.resolve = (reply) => {
    settle();
    resolve(reply);
  };
  parcel.reject = (reason) => {
    settle();
    reject(reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
}
