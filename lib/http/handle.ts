import 'server-only';
import type { Redis } from '@upstash/redis';
import type { AnyOperation, BodyOf, ParamsOf, QueryOf, ResultOf } from '../contract';
import { CodedError } from '../errors';
import { createClient } from '../redis/client';
import { newOperationId, type OperationId } from '../redis/operation-id';
import { createTrace } from '../redis/record';
import { sharedTransport } from '../redis/shared';
import { corsHeaders } from './cors';
import { toProblem } from './problem';
import { idempotencyQuery, readRequest } from './read-request';
import { acceptedAge, share } from './share';
import { encodeWire, wireHeader } from './wire';

/** What the function behind a route is given: the validated request and a client whose trips are recorded. */
export interface Call<O extends AnyOperation> {
  params: ParamsOf<O>;
  query: QueryOf<O>;
  body: BodyOf<O>;
  /** A client of this request alone. Made at first use. @throws CodedError `not_configured` */
  redis: Redis;
  /** From `Idempotency-Key`, or made here. Hand it to whatever is not idempotent by nature. */
  operationId: OperationId;
  request: Request;
}

type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };

/**
 * Makes a route handler of an operation and the one function that does its work: validates, calls, maps
 * errors to problem documents, and says in `Server-Timing` what it cost.
 */
export function handle<const O extends AnyOperation>(
  operation: O,
  run: (call: Call<O>) => Promise<ResultOf<O>>,
): (request: Request, context: RouteContext) => Promise<Response> {
  return async (request, context) => {
    const trace = createTrace();
    let redis: Redis | undefined;
    const headers = new Headers({ 'cache-control': 'no-store' });
    let body: unknown;
    let status: number = operation.status ?? 200;
    try {
      const cors = corsHeaders(operation, request);
      for (const [name, value] of Object.entries(cors)) headers.set(name, value);
      const parsed = await readRequest(operation, request, (await context?.params) ?? {});
      const operationId = await operationIdOf(request, parsed.rawBody);
      const work = async () =>
        operation.result.parse(
          await run({
            params: parsed.params as ParamsOf<O>,
            query: parsed.query as QueryOf<O>,
            body: parsed.body as BodyOf<O>,
            get redis() {
              return (redis ??= createClient(sharedTransport(), { trace }));
            },
            operationId,
            request,
          }),
        );
      const age = operation.shareable ? acceptedAge(request) : 0;
      if (age > 0) {
        const shared = await share(request.url, age, work);
        headers.set('age', String(Math.floor(shared.age)));
        body = shared.result;
      } else body = await work();
      if (operationId.replayed) headers.set('idempotency-replayed', 'true');
    } catch (error) {
      const problem = toProblem(error);
      if (problem.status === 500) console.error(operation.method, operation.path, error);
      status = problem.status;
      body = problem;
      headers.set('content-type', 'application/problem+json');
      if (problem.retryAfterMs !== undefined)
        headers.set('retry-after', String(Math.ceil(problem.retryAfterMs / 1000)));
    }
    const { roundTrips, commands, ms } = trace.counts;
    headers.set(
      'server-timing',
      `redis;dur=${ms.toFixed(1)};desc="${count(roundTrips, 'trip')}, ${count(commands, 'command')}"`,
    );
    if (request.headers.has(wireHeader)) headers.set(wireHeader, encodeWire(trace.trips));
    return Response.json(body, { status, headers });
  };
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/**
 * The id that a caller sent, with a digest of what it asked. Quotes around the key, which the header's
 * draft standard asks for, are optional, as most clients leave them out.
 */
async function operationIdOf(request: Request, rawBody: string): Promise<OperationId> {
  const url = new URL(request.url);
  const sent = request.headers.get('idempotency-key') ?? url.searchParams.get(idempotencyQuery);
  if (sent === null) return newOperationId();
  const id = sent.replace(/^"(.*)"$/, '$1');
  if (!/^[\x21-\x7e]{1,128}$/.test(id)) {
    throw new CodedError('invalid_request', 'The Idempotency-Key is not valid.', {
      fields: [{ field: 'header/idempotency-key', message: '1 to 128 visible ASCII characters' }],
    });
  }
  const asked = new TextEncoder().encode(`${request.method} ${url.pathname} ${rawBody}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', asked));
  const fingerprint = Array.from(digest.subarray(0, 16), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  return { id, fingerprint };
}
