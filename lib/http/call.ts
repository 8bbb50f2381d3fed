import type { AnyOperation, InputOf, ResultOf } from '../contract';
import type { Problem } from './problem';
import { decodeWire, wireHeader, type Wire } from './wire';

/** What an operation answered, and what it cost on the wire. */
export interface Answer<T> {
  data: T;
  /** The Redis round trips, where the server shows them. */
  wire: Wire | undefined;
  status: number;
  /** When the answer arrived, in epoch milliseconds. */
  at: number;
  /** How old the answer was when it arrived, in seconds. Absent where the server made it for this call. */
  ageSeconds?: number;
  /** From the request to the parsed answer, in milliseconds. */
  tookMs: number;
  method: string;
  url: string;
  /** The JSON that was sent, for "copy as curl". */
  sent: string | undefined;
}

/** An operation answered with a problem document, or did not answer at all (status 0). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.problem = problem;
  }
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Needed only by who sends the same request again on purpose. */
  idempotencyKey?: string;
  /** Take an answer that the server made for another caller up to so many seconds ago. */
  maxAgeSeconds?: number;
}

/** When the last write of this page ended. A lost answer counts too: the write may have been made. */
let wroteAt = -Infinity;

/**
 * Calls an operation of this app's API from the browser, typed by its contract.
 *
 * A write carries an `Idempotency-Key`, made here where none is given. What was read for others before the last write
 * ended is not taken, since the page would show what was before its own write.
 *
 * @throws ProblemError with the server's problem document; with status 0 where no server answered.
 */
export async function call<const O extends AnyOperation>(
  operation: O,
  input: InputOf<O>,
  options: CallOptions = {},
): Promise<Answer<ResultOf<O>>> {
  const { params, query, body } = input as Record<string, Record<string, unknown> | undefined>;
  const url = fill(operation.path, params) + queryString(query);
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const headers = new Headers();
  if (sent !== undefined) headers.set('content-type', 'application/json');
  if (operation.method !== 'GET')
    headers.set('idempotency-key', options.idempotencyKey ?? crypto.randomUUID());
  headers.set(wireHeader, '1');
  if (
    options.maxAgeSeconds !== undefined &&
    performance.now() - wroteAt > options.maxAgeSeconds * 1000
  )
    headers.set('cache-control', `max-age=${options.maxAgeSeconds}`);

  const started = performance.now();
  const lost = (cause: unknown): never => {
    options.signal?.throwIfAborted();
    throw new ProblemError(noAnswer, { cause });
  };
  const response = await fetch(url, {
    method: operation.method,
    headers,
    body: sent ?? null,
    signal: options.signal ?? null,
    cache: 'no-store',
  })
    .finally(() => {
      if (operation.method !== 'GET') wroteAt = performance.now();
    })
    .catch(lost);
  if (!response.ok) {
    const said: unknown = await response.json().catch(() => options.signal?.throwIfAborted());
    throw new ProblemError(asProblem(said, response));
  }
  const data: unknown = await response.json().catch(lost);
  return {
    data: data as ResultOf<O>,
    wire: decodeWire(response.headers.get(wireHeader)),
    status: response.status,
    at: Date.now(),
    ...(response.headers.has('age') && { ageSeconds: Number(response.headers.get('age')) }),
    tookMs: performance.now() - started,
    method: operation.method,
    url,
    sent,
  };
}

/** Writes parameters into a path template: `/api/users/{id}` and `{ id: 'a/b' }` give `/api/users/a%2Fb`. */
export function fill(path: string, params: Record<string, unknown> | undefined): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params?.[name])),
  );
}

function queryString(query: Record<string, unknown> | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null) search.append(name, String(value));
  }
  return search.size > 0 ? `?${search}` : '';
}

const noAnswer: Problem = {
  type: '/problems/no_answer',
  title: 'The server does not answer',
  status: 0,
  detail: 'No answer from the server of this page. Is it still running?',
  code: 'no_answer',
};

function asProblem(data: unknown, response: Response): Problem {
  if (typeof data === 'object' && data !== null && 'code' in data) return data as Problem;
  return {
    type: '/problems/unexpected',
    title: 'An unexpected answer',
    status: response.status,
    detail: `The server answered ${response.status} without saying why.`,
    code: 'unexpected',
  };
}
