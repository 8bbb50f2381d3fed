import { CodedError } from '@/lib/errors';
import { toProblem } from '@/lib/http/problem';
import { undecodablePath } from '@/lib/http/undecodable-path';

/** Answers every path below /api that no operation has. */
function refuse(request: Request): Response {
  const problem = toProblem(
    new URL(request.url).pathname === undecodablePath
      ? new CodedError('invalid_request', 'The path has escapes that are no UTF-8.', {
          fields: [{ field: 'path', message: 'Percent-encode the UTF-8 bytes of each name' }],
        })
      : new CodedError(
          'not_found',
          'The API has no such path. GET /api/openapi.json lists those it has.',
        ),
  );
  return Response.json(problem, {
    status: problem.status,
    headers: { 'cache-control': 'no-store', 'content-type': 'application/problem+json' },
  });
}

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
