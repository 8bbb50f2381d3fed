import 'server-only';
import type { Redis } from '@upstash/redis';
import type { AnyOperation, BodyOf, ParamsOf, QueryOf, ResultOf } from '../contract';
import { CodedError } from '../errors';
import { createClient } from '../redis/client';
import { newOperationId, type OperationId } from '../redis/operation-id';
import { createTrace, type TraceRecorder } from '../redis/record';
import type { Once } from '../redis/script';
import { sharedTransport } from '../redis/shared';
import type { RoundTrip } from '../redis/trace';
import type { Admit, Caller } from './admission';
import { createBackground, type Background, type RunAfter } from './background';
import { corsHeaders } from './cors';
import { lateTrace, takeLate } from './late';
import { toProblem } from './problem';
import { idempotencyQuery, readRequest } from './read-request';
import { acceptedAge, isShared, share } from './share';
import { encodeWire, wireHeader } from './wire';

/** What the function behind a route is given: the validated request and a client whose trips are recorded. */
export interface Call<O extends AnyOperation> {
  params: ParamsOf<O>;
  query: QueryOf<O>;
  body: BodyOf<O>;
  /** A client of this request alone. Made at first use. @throws CodedError `not_configured` */
  redis: Redis;
  /** For a client over another transport: what it records counts as this request's. */
  trace: TraceRecorder;
  /** Who asks. */
  caller: Caller;
  /** Headers of the answer, for cookies and the like. */
  headers: Headers;
  /** From `Idempotency-Key`, or made here. Hand it to whatever is not idempotent by nature. */
  operationId: OperationId;
  /** The same where the caller brought it, else empty: for what may be repeated, but not after somebody else's change. */
  once: Once;
  /** The `Idempotency-Key` as it was sent. The operation's id is this one within the caller's own. */
  idempotencyKey: string | undefined;
  /** For what the caller need not wait for, as the refresh of a stale entry: begins after the answer. */
  background: Background;
  request: Request;
}

/** The caller of an answer that is the same for everybody. */
const nobody: Caller = { tier: 'anyone', address: '' };

type Costs = TraceRecorder['counts'];
type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };

/**
 * Makes route handlers, all behind one guard.
 *
 * @param runAfter how this platform runs work after the answer
 */
export function createHandle(admit: Admit, runAfter: RunAfter) {
  /**
   * Makes a route handler of an operation and the one function that does its work: admits, validates, calls,
   * maps errors to problem documents, and says in `Server-Timing` what it cost. A result that is a `Response` is the
   * answer, with the headers of all answers added; its schema is for the reference then.
   */
  return function handle<const O extends AnyOperation>(
    operation: O,
    run: (call: Call<O>) => Promise<ResultOf<O> | Response>,
  ): (request: Request, context: RouteContext) => Promise<Response> {
    return async (request, context) => {
      const traces = { guard: createTrace(), redis: createTrace() };
      const about = `${operation.method} ${operation.path}`;
      const { background, begin } = createBackground(runAfter, about);
      const headers = new Headers({ 'cache-control': 'no-store' });
      let redis: Redis | undefined;
      let body: unknown;
      let status: number = operation.status ?? 200;
      try {
        const cors = corsHeaders(operation, request);
        for (const [name, value] of Object.entries(cors)) headers.set(name, value);
        const params = (await context?.params) ?? {};
        const admitted = () =>
          admit({ operation, request, params, headers, background, trace: traces.guard });

        const work = async (caller: Caller) => {
          const parsed = await readRequest(operation, request, params);
          const idempotencyKey = keyIn(request);
          const brought = idempotencyKey !== undefined;
          const operationId = brought
            ? await operationIdOf(idempotencyKey, request, parsed.rawBody, caller)
            : newOperationId();
          const result = await run({
            params: parsed.params as ParamsOf<O>,
            query: parsed.query as QueryOf<O>,
            body: parsed.body as BodyOf<O>,
            get redis() {
              return (redis ??= createClient(sharedTransport(), { trace: traces.redis }));
            },
            trace: traces.redis,
            operationId,
            once: brought ? { operationId } : {},
            idempotencyKey,
            background,
            caller,
            headers,
            request,
          });
          if (operationId.replayed) headers.set('idempotency-replayed', 'true');
          return result instanceof Response ? result : operation.result.parse(result);
        };

        const age = operation.shareable ? acceptedAge(request) : 0;
        if (age > 0) {
          // The guard admits each caller on its own. A public answer that is kept already costs Redis nothing and
          // needs no guard. Credentials are checked even then, so a wrong key is always refused.
          const url = new URL(request.url);
          const asked = url.pathname + search(url);
          const isFree =
            operation.tier === 'anyone' &&
            !request.headers.has('authorization') &&
            isShared(asked, age);
          const caller = isFree ? nobody : await admitted();
          // If that answer fails after all, this caller reads on its own, and the guard admits it first.
          const read = async () => work(isFree ? await admitted() : caller);
          const shared = await share(asked, age, read);
          headers.set('age', String(Math.floor(shared.age)));
          body = shared.result;
        } else body = await work(await admitted());
      } catch (error) {
        const problem = toProblem(error);
        if (problem.status === 500) console.error(about, error);
        status = problem.status;
        body = problem;
        headers.set('content-type', 'application/problem+json');
        if (problem.retryAfterMs !== undefined)
          headers.set('retry-after', String(Math.ceil(problem.retryAfterMs / 1000)));
      }
      const costs = [
        ...Object.entries(traces).map(([name, { counts }]) => [name, counts] as const),
        ['after', takeLate()] as const,
      ];
      headers.set('server-timing', costs.flatMap(timing).join(', '));
      for (const trace of Object.values(traces)) trace.seal(lateTrace);
      if (request.headers.has(wireHeader)) {
        const trips = [...traces.guard.trips.map(markGuard), ...traces.redis.trips];
        headers.set(wireHeader, encodeWire(trips));
      }
      begin();
      if (body instanceof Response) {
        const answer = withHeaders(body, headers);
        return request.method === 'HEAD' ? withoutBody(answer) : answer;
      }
      return Response.json(body, { status, headers });
    };
  };
}

/** An answer with what every answer says. What it says itself of the same stays; `Vary` is the sum of both. */
function withHeaders(answer: Response, common: Headers): Response {
  const headers = new Headers(answer.headers);
  for (const [name, value] of common) {
    if (name === 'vary' || name === 'set-cookie') headers.append(name, value);
    else if (!headers.has(name) && !(name === 'cache-control' && headers.has('expires')))
      headers.set(name, value);
  }
  return new Response(answer.body, { status: answer.status, headers });
}

/** For HEAD, which Next.js hands to GET: a body that nobody reads would hold what feeds it, a stream for minutes. */
async function withoutBody({ body, status, headers }: Response): Promise<Response> {
  await body?.cancel();
  return new Response(null, { status, headers });
}

/**
 * A part of the `Server-Timing` header: what the operation cost (`redis`), the guard before it, and what this process
 * did after the answers before this one. Of the last two nothing is said where it is nothing.
 */
function timing([name, { roundTrips, commands, ms }]: readonly [string, Costs]): string[] {
  if (name !== 'redis' && roundTrips === 0) return [];
  const cost = `${count(roundTrips, 'trip')}, ${count(commands, 'command')}`;
  return [`${name};dur=${ms.toFixed(1)};desc="${cost}"`];
}

function markGuard(trip: RoundTrip): RoundTrip {
  return { ...trip, guard: true };
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/**
 * The key that a caller sent. Quotes around it, which the header's draft standard asks for, are optional, as most
 * clients leave them out.
 */
function keyIn(request: Request): string | undefined {
  const { searchParams } = new URL(request.url);
  const sent = request.headers.get('idempotency-key') ?? searchParams.get(idempotencyQuery);
  if (sent === null) return undefined;
  const id = sent.replace(/^"(.*)"$/, '$1');
  if (!/^[\x21-\x7e]{1,128}$/.test(id)) {
    throw new CodedError('invalid_request', 'The Idempotency-Key is not valid.', {
      fields: [{ field: 'header/idempotency-key', message: '1 to 128 visible ASCII characters' }],
    });
  }
  return id;
}

/** The operation of a key: each user has keys of their own. With a digest of what was asked. */
async function operationIdOf(
  key: string,
  request: Request,
  rawBody: string,
  caller: Caller,
): Promise<OperationId> {
  const url = new URL(request.url);
  const asked = new TextEncoder().encode(
    `${caller.userId ?? ''} ${request.method} ${url.pathname}${search(url)} ${rawBody}`,
  );
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', asked));
  const fingerprint = Array.from(digest.subarray(0, 16), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  return { id: `${caller.userId ?? ''}:${key}`, fingerprint };
}

/** The query without the key itself, which may have come in the header the first time. */
function search({ searchParams }: URL): string {
  const asked = new URLSearchParams(searchParams);
  asked.delete(idempotencyQuery);
  return asked.size > 0 ? `?${asked}` : '';
}
