import path from 'node:path';
import type { Operation } from '@/lib/contract';
import { fill } from '@/lib/http/call';
import { root } from './rooms';

/** What a route file exports for a method. */
export type Handler = (request: Request, context: unknown) => Promise<Response>;

/** A request as a caller would send it. `body` is sent as JSON, `rawBody` as it is. */
export interface Call {
  params?: Record<string, string>;
  query?: Record<string, string> | [string, string][];
  body?: unknown;
  rawBody?: BodyInit;
  headers?: Record<string, string>;
  /** HEAD goes to the route's GET, as Next.js does it. */
  method?: 'HEAD';
}

export const origin = 'http://app.example';

/** A caller of its own for each request that does not say where it comes from, so that none meets another's limit. */
const somewhere = () => `10.${[1, 2, 3].map(() => Math.floor(Math.random() * 256)).join('.')}`;

/** Hands a request to the route of an operation, as Next would. */
export async function send(operation: Operation, call: Call = {}): Promise<Response> {
  const { params = {}, query = {}, body, rawBody, headers, method } = call;
  const url = new URL(fill(operation.path, params), origin);
  for (const [name, value] of Array.isArray(query) ? query : Object.entries(query))
    url.searchParams.append(name, value);
  const file = operation.path.replace(/\{(\w+)\}/g, '[$1]').slice(1);
  const route = (await import(path.join(root, 'app', file, 'route.ts'))) as Record<string, Handler>;
  const handler = route[operation.method];
  if (!handler) throw new Error(`${operation.path} has no ${operation.method}`);
  const request = new Request(url, {
    method: method ?? operation.method,
    headers: {
      host: new URL(origin).host,
      'content-type': 'application/json',
      'x-forwarded-for': somewhere(),
      ...headers,
    },
    body: rawBody ?? (body === undefined ? null : JSON.stringify(body)),
    ...(rawBody instanceof ReadableStream && { duplex: 'half' }),
  });
  return handler(request, { params: Promise.resolve(params) });
}
