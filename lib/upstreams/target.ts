import { CodedError } from '../errors';

/**
 * The URL below an upstream's address that a path names. It is resolved as a browser would, and then has to lie there
 * still: what leads to another host, port, user or folder is refused, however it is written.
 *
 * @throws CodedError `invalid_request`
 */
export function targetOf(base: URL, path: string): URL {
  const target = URL.canParse(path, base) ? new URL(path, base) : undefined;
  const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  const isBelow =
    target?.origin === base.origin &&
    target.username + target.password === '' &&
    (target.pathname === base.pathname || target.pathname.startsWith(folder));
  // A server that decodes before it resolves would leave the folder where this one did not.
  const mayLeave = /%2e|%2f|%5c|\\/i.test(target?.pathname ?? '');
  if (isBelow && !mayLeave) return target;
  throw new CodedError('invalid_request', 'The path leads away from its upstream.', {
    fields: [{ field: 'query/path', message: 'Not below the address of the upstream' }],
  });
}
