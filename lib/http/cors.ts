import type { AnyOperation } from '../contract';
import { CodedError } from '../errors';
import { requestedAs } from './requested-as';
import { wireHeader } from './wire';

/**
 * Which origins' pages may call: those of ALLOWED_ORIGINS (a comma-separated list, or `*`), and of any
 * origin where the operation says so. No cookie ever travels with a call from another origin.
 *
 * @throws CodedError `unknown_origin` for a write from a page that may not; a read is left to the browser,
 *   which hides an answer that does not name its origin
 */
export function corsHeaders(operation: AnyOperation, request: Request): Record<string, string> {
  const origin = request.headers.get('origin');
  if (origin === null || isOwnOrigin(origin, request)) return {};
  const allowed = allowedOrigins();
  if (!operation.anyOrigin && !allowed.includes('*') && !allowed.includes(origin)) {
    if (operation.method === 'GET') return { vary: 'origin' };
    throw new CodedError(
      'unknown_origin',
      'Pages of this origin may not call this operation. Its operator can list it in ALLOWED_ORIGINS.',
    );
  }
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers':
      'age, cache-status, etag, idempotency-replayed, ratelimit, ratelimit-policy, retry-after, server-timing',
    vary: 'origin',
  };
}

/** Answers the question that a browser asks before a call from another origin. */
export function preflight(operations: readonly AnyOperation[]) {
  return (request: Request): Response => {
    const method = request.headers.get('access-control-request-method');
    const operation = operations.find((candidate) => candidate.method === method) ?? operations[0];
    const headers = new Headers({
      allow: [...operations.map((o) => o.method), 'OPTIONS'].join(', '),
    });
    try {
      if (operation)
        for (const [name, value] of Object.entries(corsHeaders(operation, request)))
          headers.set(name, value);
    } catch {
      // Without the headers below the browser refuses the call itself.
      return new Response(null, { status: 204, headers });
    }
    headers.set('access-control-allow-methods', operations.map((o) => o.method).join(', '));
    headers.set(
      'access-control-allow-headers',
      `cache-control, content-type, idempotency-key, if-none-match, ${wireHeader}`,
    );
    headers.set('access-control-max-age', '7200');
    return new Response(null, { status: 204, headers });
  };
}

function allowedOrigins(): string[] {
  return (process.env.ALLOWED_ORIGINS ?? '')
    .split(',')
    .map((origin) => origin.trim().replace(/\/$/, ''))
    .filter(Boolean);
}

/**
 * True for pages that this server itself gave out. Browsers say so in `Sec-Fetch-Site`, which no page can write;
 * where it is absent (plain http, old browsers), whole origins are compared, as the client of the first proxy saw them.
 */
export function isOwnOrigin(origin: string, request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'none') return site === 'same-origin';
  const { host, protocol } = requestedAs(request);
  try {
    return new URL(origin).origin === new URL(`${protocol}://${host}`).origin;
  } catch {
    return false;
  }
}
