import { requireDatabaseUrl } from './config';
import { createDatabase, type Database } from './database';

let shared: Database | undefined;

/**
 * The process's one pool, made at the first use, so that a build needs no database.
 *
 * @throws CodedError `not_configured`
 */
export function sharedDatabase(): Database {
  return (shared ??= createDatabase(requireDatabaseUrl()));
}
