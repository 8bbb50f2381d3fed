import { DatabaseError } from 'pg';
import { CodedError } from '../errors';

const RETRY_AFTER_SECONDS = 2;

/** Classes and codes of SQLSTATE that speak of the server, not of the query: PostgreSQL, appendix A. */
const AWAY = /^(08|57P0[123]|53300)/;
const REFUSED = /^28|^3D000/;
const NO_SUCH_TABLE = '42P01';

/**
 * Tells a database that is away, or has no schema yet, from a query that is wrong.
 *
 * @returns `database_unreachable` or `not_configured`, which show callers nothing of the inside; any other error as it is
 */
export function codedError(error: unknown): unknown {
  if (error instanceof DatabaseError) {
    if (AWAY.test(error.code ?? '')) return unreachable('The database cannot be reached.', error);
    if (REFUSED.test(error.code ?? ''))
      return unreachable('The database refused what DATABASE_URL says.', error);
    if (error.code === NO_SUCH_TABLE)
      return new CodedError(
        'not_configured',
        'The schema of the database is not there, or older than this app: run npm run migrate.',
        { cause: error },
      );
    return error;
  }
  // Whoever handed in a wrong value hears of it; what is left is of the network.
  if (error instanceof TypeError || error instanceof RangeError) return error;
  return unreachable('The database cannot be reached, or did not answer in time.', error);
}

/** Whether a connection that gave this error is good for nothing more. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof CodedError && error.code === 'database_unreachable';
}

function unreachable(message: string, cause: unknown): CodedError {
  return new CodedError('database_unreachable', message, {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    cause,
  });
}
