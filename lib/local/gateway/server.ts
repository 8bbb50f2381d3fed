import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Admission } from './admission';
import { errorBody } from './answer';
import { createAuthenticator } from './auth';
import { createExecutor } from './executor';
import { createHandler } from './handler';
import { defaultLimits, type GatewayLimits } from './limits';
import { parseRedisUrl } from './redis-target';
import { createSingleServer } from './single-server';
import { createStreams } from './streams';
import { createSyncToken } from './sync-token';
import { createTranslator } from './translator';

export interface GatewayOptions extends Partial<GatewayLimits> {
  /** `redis://` or `rediss://`, with `user:password@` and `/database` where needed. */
  redisUrl: string;
  /** May do everything. 1 to 512 printable ASCII characters. */
  token: string;
  /** May only read. */
  readOnlyToken?: string;
  /** Address to listen on. Default 127.0.0.1. */
  host?: string;
  /** Default 0: a free one. */
  port?: number;
  /** Let callers with the full token administer the server (CONFIG, SHUTDOWN, …). Default false. */
  allowAdmin?: boolean;
}

export interface Gateway {
  /** What a client is given as its URL. */
  url: string;
  host: string;
  port: number;
  /** Ends everything at once, open streams and running commands too. */
  close(): Promise<void>;
}

/**
 * Serves Upstash's REST protocol in front of a Redis. It starts also while Redis is down: then requests get 503, and it recovers by
 * itself.
 *
 * @throws TypeError for a Redis URL that is none, RangeError for unfit tokens, and the listen error for a taken port.
 * @see https://upstash.com/docs/redis/features/restapi
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const limits = { ...defaultLimits, ...definedOnly(options) };
  const authenticate = createAuthenticator(options.token, options.readOnlyToken);
  const target = parseRedisUrl(options.redisUrl);

  const upstream = await createSingleServer(target, {
    ...limits,
    forCallers: !options.allowAdmin,
  });
  const syncToken = createSyncToken();
  const translate = createTranslator(() => upstream.commands, options.allowAdmin ?? false);
  const streams = createStreams(upstream, syncToken.current);
  const server = http.createServer(
    {
      keepAlive: true,
      keepAliveInitialDelay: 30_000,
      keepAliveTimeout: limits.idleTimeout,
      headersTimeout: limits.headersTimeout,
      requestTimeout: limits.requestTimeout,
      connectionsCheckingInterval: Math.min(1000, limits.headersTimeout),
      maxHeaderSize: limits.maxHeaderBytes,
    },
    createHandler({
      authenticate,
      executor: createExecutor(translate, syncToken.current),
      streams,
      upstream,
      syncToken,
      admission: new Admission(limits.maxHeldBytes),
      maxRequestBytes: limits.maxRequestBytes,
    }),
  );
  limitConnections(server, limits.maxConnections);
  server.on('clientError', answerClientError);

  const close = async () => {
    streams.close();
    upstream.close();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  const host = options.host ?? '127.0.0.1';
  try {
    await listen(server, host, options.port ?? 0);
  } catch (error) {
    await close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  return { url: `http://${urlHost(host)}:${port}`, host, port, close };
}

function listen(server: http.Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function limitConnections(server: http.Server, max: number): void {
  let open = 0;
  server.on('connection', (socket: Socket) => {
    open++;
    socket.once('close', () => open--);
    if (open > max) endWith(socket, '503 Service Unavailable', 'ERR too many connections');
  });
}

/** What Node could not take for a request: cut off or too slow, too long, or no HTTP. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
  else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    endWith(socket, '408 Request Timeout', 'ERR the request did not arrive in time');
  } else if (error.code === 'HPE_HEADER_OVERFLOW') {
    endWith(socket, '431 Request Header Fields Too Large', 'ERR the URL and headers are too long');
  } else endWith(socket, '400 Bad Request', 'ERR malformed HTTP request');
}

function endWith(socket: Socket, status: string, message: string): void {
  const body = errorBody(message);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    'latin1',
    () => socket.destroy(),
  );
}

/** An option given as undefined means its default. */
function definedOnly<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
