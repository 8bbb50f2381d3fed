import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { AnyOperation } from '../contract';
import { createMethodCheck, methodNotAllowedPath } from './allowed-methods';
import { trustedProxies } from './client-address';
import { isDecodable, undecodablePath } from './undecodable-path';

/**
 * What is left of a `User-Agent`, in characters. Next.js matches it against a pattern whose time grows with the square
 * of its length, before any route: 15 500 letters held the process for a second. Browsers send under 300.
 */
const maxUserAgent = 512;

/** How often connections are closed on which nothing is asked, while the server stops. */
const sweepMs = 100;

/**
 * Watches the connections of every HTTP server of this process, from when they come.
 *
 * Appends to `x-forwarded-for` whom the server saw, as a proxy does: a route handler cannot see the connection, and a
 * header that says so may be the caller's own words.
 *
 * Shortens a `User-Agent` that would hold the process.
 *
 * Sends a path of the API that cannot be decoded to the route that says so: Next.js answers it 500, with no document.
 *
 * Sends a method that a path of the API does not have to the route that says so: Next.js answers it without a document.
 *
 * Lets the server stop: one that is asked to closes the connections that are idle at that moment and waits for all
 * others. So a page that polls would hold it up for ever, and a browser's connection in reserve, on which nothing was
 * said yet, for a minute.
 *
 * @param operations those of the API
 * @throws Error where TRUSTED_PROXIES is no number
 */
export function watchConnections(operations: readonly AnyOperation[]): void {
  const servers = new Set<Server>();
  const silent = new Set<Socket>();
  const proxies = trustedProxies();
  const allowedInstead = createMethodCheck(operations);
  let isStopping = false;
  let hasWarned = false;

  subscribe('net.server.socket', (message) => {
    const { socket } = message as { socket: Socket };
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });

  subscribe('http.server.request.start', (message) => {
    const { request, response, server } = message as {
      request: IncomingMessage;
      response: ServerResponse;
      server: Server;
    };
    servers.add(server);
    silent.delete(request.socket);
    const claimed = request.headers['x-forwarded-for'];
    if (claimed !== undefined && proxies === 0 && !hasWarned) {
      hasWarned = true;
      console.warn(
        'A request came with x-forwarded-for, and TRUSTED_PROXIES is 0, so the header is not believed. ' +
          'If a proxy stands before this server, set TRUSTED_PROXIES=1: else all callers count as one.',
      );
    }
    const seen = request.socket.remoteAddress ?? 'unknown';
    request.headers['x-forwarded-for'] = claimed === undefined ? seen : `${claimed}, ${seen}`;
    const userAgent = request.headers['user-agent'];
    if (userAgent !== undefined) request.headers['user-agent'] = userAgent.slice(0, maxUserAgent);
    const { url = '', method = '' } = request;
    const allowed = allowedInstead(method, url);
    if (!isDecodable(url)) request.url = undecodablePath;
    else if (allowed !== undefined) {
      response.setHeader('allow', allowed);
      request.url = methodNotAllowedPath;
      // The route answers the methods of HTTP, and this may be any word.
      request.method = 'GET';
    }
    // Its client asks the next thing of another server, or of this one's successor.
    if (isStopping) response.setHeader('connection', 'close');
  });

  const sweep = () => {
    for (const server of servers) server.closeIdleConnections();
    // What has come already is a request of which the rest is on its way.
    for (const socket of silent) if (socket.bytesRead === 0) socket.destroy();
  };
  const stop = () => {
    isStopping = true;
    setInterval(sweep, sweepMs).unref();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
}
