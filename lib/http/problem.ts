import { z } from 'zod';
import { CodedError, errorCodes, type ErrorCode } from '../errors';
import { outageOf } from '../redis/outage';

/** RFC 9457: what every failed operation answers, as `application/problem+json`. */
export const problem = z.strictObject({
  type: z.string().describe('A stable name of the kind of problem, below /problems/'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What is wrong with this request, and what to do'),
  code: z.string().describe('For a program to switch on; see errors'),
  errors: z
    .array(z.strictObject({ field: z.string(), message: z.string() }))
    .optional()
    .describe('Each field that is not as it should be'),
  retryAfterMs: z.int().optional(),
});

export type Problem = z.output<typeof problem>;

/**
 * The one mapper from errors to answers. A coded error tells its caller what it may know, and so does a Redis that
 * refuses to work; anything else
 * is a 500 that says nothing of the inside, and is the operator's to read in the log.
 */
export function toProblem(error: unknown): Problem {
  const coded =
    error instanceof CodedError
      ? error
      : (outageOf(error) ?? new CodedError('internal', 'The error is in the log of this server.'));
  const { status, title } = errorCodes[coded.code];
  return {
    type: `/problems/${coded.code}`,
    title,
    status,
    detail: coded.message,
    code: coded.code satisfies ErrorCode,
    ...(coded.fields.length > 0 && { errors: [...coded.fields] }),
    ...(coded.retryAfterSeconds !== undefined && { retryAfterMs: coded.retryAfterSeconds * 1000 }),
  };
}
