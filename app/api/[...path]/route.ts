import { CodedError } from '@/lib/errors';
import { methodNotAllowedPath } from '@/lib/http/allowed-methods';
import { toProblem } from '@/lib/http/problem';
import { undecodablePath } from '@/lib/http/undecodable-path';

/** Answers every path below /api that no operation has, and every method that its path does not have. */
function refuse(request: Request): Response {
  const problem = toProblem(refusalOf(new URL(request.url).pathname));
  return Response.json(problem, {
    status: problem.status,
    headers: { 'cache-control': 'no-store', 'content-type': 'application/problem+json' },
  });
}

function refusalOf(path: string): CodedError {
  if (path === undecodablePath)
    return new CodedError('invalid_request', 'The path has escapes that are no UTF-8.', {
      fields: [{ field: 'path', message: 'Percent-encode the UTF-8 bytes of each name' }],
    });
  if (path === methodNotAllowedPath)
    return new CodedError('method_not_allowed', 'The Allow header lists the methods of this path.');
  return new CodedError(
    'not_found',
    'The API has no such path. GET /api/openapi.json lists those it has.',
  );
}

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
