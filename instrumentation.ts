import type { IncomingMessage, Server } from 'node:http';

/** How often connections are closed on which nothing is asked any more, while the server stops. */
const sweepMs = 100;

/** Runs once when the server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.VERCEL) return;
  const { subscribe } = await import('node:diagnostics_channel');
  const { default: nodeProcess } = await import('node:process');
  const servers = new Set<Server>();

  subscribe('http.server.request.start', (message) => {
    const { request, server } = message as { request: IncomingMessage; server: Server };
    servers.add(server);
    // Route handlers cannot see the connection that a request came by, and a header that says so may be the caller's
    // own words: so whom this server saw is appended to it here.
    const claimed = request.headers['x-forwarded-for'];
    const seen = request.socket.remoteAddress ?? 'unknown';
    request.headers['x-forwarded-for'] = claimed === undefined ? seen : `${claimed}, ${seen}`;
  });

  // A server that is asked to stop closes the connections that are idle at that moment, and waits for all others: one
  // whose answer ends later is kept for the client's next request, and a page that polls would hold the stop up for ever.
  const stop = () => {
    const sweep = () => servers.forEach((server) => server.closeIdleConnections());
    setInterval(sweep, sweepMs).unref();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) nodeProcess.once(signal, stop);
}
