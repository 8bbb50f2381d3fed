import type { IncomingMessage } from 'node:http';

/**
 * Runs once when the server starts. Route handlers cannot see the connection that a request came by, and a
 * header that says so may be the caller's own words: so whom this server saw is appended to it here.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.VERCEL) return;
  const { subscribe } = await import('node:diagnostics_channel');
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    const claimed = request.headers['x-forwarded-for'];
    const seen = request.socket.remoteAddress ?? 'unknown';
    request.headers['x-forwarded-for'] = claimed === undefined ? seen : `${claimed}, ${seen}`;
  });
}
