import { requireDatabaseUrl } from './config';
import { createDatabase, type Database } from './database';

/**
 * The connections of each use, at most. Each has its own, so that searches and reports, which may take seconds, leave
 * some to the shop, and nobody takes those by which people sign in and the health is read.
 */
const connections = { shop: 3, analysis: 2, essential: 2 };

const shared = new Map<keyof typeof connections, Database>();

/**
 * The process's one pool for a use, made when it is first needed, so that a build needs no database.
 *
 * @throws CodedError `not_configured`
 */
export function sharedDatabase(use: keyof typeof connections = 'shop'): Database {
  let database = shared.get(use);
  if (!database) {
    database = createDatabase(requireDatabaseUrl(), { max: connections[use] });
    shared.set(use, database);
  }
  return database;
}
