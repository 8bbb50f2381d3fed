import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './body';
import type { Role } from './command-rules';
import { RequestError } from './errors';
import { Exchange, type ExchangeServices } from './exchange';
import type { Caller, Executor } from './executor';
import { JsonCommands } from './json-commands';
import type { Streams } from './streams';
import { parseTarget, queryArguments, tokenOf, type TargetUrl } from './target-url';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT']);

export interface HandlerOptions extends ExchangeServices {
  authenticate: (token: string) => Role | undefined;
  executor: Executor;
  streams: Streams;
  maxRequestBytes: number;
}

/** The protocol's HTTP side: who asks, for what, in which shape. */
export function createHandler(options: HandlerOptions) {
  const { authenticate, executor, streams, admission } = options;
  const bodyOptions = { limit: options.maxRequestBytes, admission };

  function serve(request: IncomingMessage, exchange: Exchange): void {
    const url = request.url ?? '/';
    const role = authenticate(bearer(request) ?? tokenOf(url) ?? '');
    if (!role) throw new RequestError(401, 'Unauthorized');
    exchange.authenticated = true;
    if (!METHODS.has(request.method ?? '')) throw notAllowed([...METHODS]);

    const target = parseTarget(url);
    const { base64, resp2 } = formats(request);
    const stream = streams.find(target.segments, role);
    if (stream) {
      if (request.method === 'HEAD') throw notAllowed(['GET', 'POST', 'PUT']);
      request.resume();
      stream(exchange.response).catch((error: unknown) => exchange.fail(error));
      return;
    }
    readBody(request, bodyOptions, (error, body) => {
      if (error) {
        exchange.fail(error);
        return;
      }
      exchange.hold(body.length);
      try {
        execute(request, target, body, { role, base64, resp2 }, exchange)?.catch(
          (reason: unknown) => exchange.fail(reason),
        );
      } catch (reason) {
        exchange.fail(reason);
      }
    });
  }

  function execute(
    request: IncomingMessage,
    { segments, query }: TargetUrl,
    body: Buffer,
    caller: Caller,
    exchange: Exchange,
  ): Promise<void> | undefined {
    if (segments.length === 0) {
      executor.command(new JsonCommands(body).readSingle(), caller, exchange);
      return undefined;
    }
    const hasBody = request.method === 'POST' || request.method === 'PUT';
    if (hasBody && segments.length === 1) {
      if (segments[0] === 'pipeline') return executor.pipeline(body, caller, exchange);
      if (segments[0] === 'multi-exec') return executor.transaction(body, caller, exchange);
    }
    const value = hasBody && body.length > 0 ? [body.toString('latin1')] : [];
    executor.command([...segments, ...value, ...queryArguments(query)], caller, exchange);
    return undefined;
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    const exchange = new Exchange(response, options);
    try {
      serve(request, exchange);
    } catch (error) {
      exchange.fail(error);
    }
  };
}

/** The header's token; a header without the scheme is taken as the token, as many local tools send it. */
function bearer({ headers }: IncomingMessage): string | undefined {
  return headers.authorization?.replace(/^bearer +/i, '');
}

function formats({ headers }: IncomingMessage): { base64: boolean; resp2: boolean } {
  const base64 = headers['upstash-encoding'] === 'base64';
  const format = headers['upstash-response-format'] ?? 'json';
  if (format !== 'json' && format !== 'resp2') {
    throw new RequestError(400, 'ERR unsupported response format, use json or resp2');
  }
  if (format === 'resp2' && base64) {
    throw new RequestError(400, 'ERR base64 encoding is not supported with the resp2 format');
  }
  return { base64, resp2: format === 'resp2' };
}

function notAllowed(allowed: string[]): RequestError {
  return new RequestError(405, 'ERR method not allowed', { Allow: allowed.join(', ') });
}
