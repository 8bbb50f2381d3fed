import 'server-only';
import type { AnyOperation, ParamsOf, QueryOf } from '../contract';
import { admit } from '../guard/admit';
import { corsHeaders } from '../http/cors';
import { toProblem } from '../http/problem';
import { readRequest } from '../http/read-request';
import { createTrace } from '../redis/record';

interface StreamCall<O extends AnyOperation> {
  params: ParamsOf<O>;
  query: QueryOf<O>;
  request: Request;
}

type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };

/**
 * Makes the route handler of an operation that answers with an event stream: behind the same guard, schemas and problem
 * documents as every other. What fails once the stream is open can only end it.
 */
export function handleStream<const O extends AnyOperation>(
  operation: O,
  open: (call: StreamCall<O>) => Promise<ReadableStream<Uint8Array>>,
): (request: Request, context: RouteContext) => Promise<Response> {
  const about = `${operation.method} ${operation.path}`;
  return async (request, context) => {
    // no-transform: a compressing proxy would hold events back until it has enough to compress.
    const headers = new Headers({ 'cache-control': 'no-store, no-transform' });
    try {
      for (const [name, value] of Object.entries(corsHeaders(operation, request)))
        headers.set(name, value);
      const params = (await context?.params) ?? {};
      // An answer that lasts for minutes is no moment to put work off to.
      const background = (work: () => Promise<unknown>) =>
        void work().catch((error: unknown) => console.error('Beside', about, error));
      await admit({ operation, request, params, headers, background, trace: createTrace() });
      const parsed = await readRequest(operation, request, params);
      const stream = await open({
        params: parsed.params as ParamsOf<O>,
        query: parsed.query as QueryOf<O>,
        request,
      });
      headers.set('content-type', 'text/event-stream; charset=utf-8');
      // nginx gathers answers otherwise.
      headers.set('x-accel-buffering', 'no');
      return new Response(stream, { headers });
    } catch (error) {
      const problem = toProblem(error);
      if (problem.status === 500) console.error(about, error);
      headers.set('content-type', 'application/problem+json');
      if (problem.retryAfterMs !== undefined)
        headers.set('retry-after', String(Math.ceil(problem.retryAfterMs / 1000)));
      return Response.json(problem, { status: problem.status, headers });
    }
  };
}
