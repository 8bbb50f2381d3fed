import { CodedError } from '@/lib/errors';
import { toProblem } from '@/lib/http/problem';

/** Answers every path below /api that no operation has. */
function notFound(): Response {
  const problem = toProblem(
    new CodedError(
      'not_found',
      'The API has no such path. GET /api/openapi.json lists those it has.',
    ),
  );
  return Response.json(problem, {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

export {
  notFound as DELETE,
  notFound as GET,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
};
