import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How often connections are closed on which nothing is asked, while the server stops. */
const sweepMs = 100;

/**
 * Watches the connections of every HTTP server of this process, from when they come.
 *
 * Appends to `x-forwarded-for` whom the server saw, as a proxy does: a route handler cannot see the connection, and a
 * header that says so may be the caller's own words.
 *
 * Lets the server stop: one that is asked to closes the connections that are idle at that moment and waits for all
 * others. So a page that polls would hold it up for ever, and a browser's connection in reserve, on which nothing was
 * said yet, for a minute.
 */
export function watchConnections(): void {
  const servers = new Set<Server>();
  const silent = new Set<Socket>();
  let isStopping = false;

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
    const seen = request.socket.remoteAddress ?? 'unknown';
    request.headers['x-forwarded-for'] = claimed === undefined ? seen : `${claimed}, ${seen}`;
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
