import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'migrations');

/**
 * Brings the schema to what the files of `migrations/` say: what is missing runs in their order, all in one transaction,
 * so that a failure changes nothing. Two servers that start at once wait for each other.
 *
 * @returns the names of those that were run
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const run = await runner({
    databaseUrl,
    dir: folder,
    direction: 'up',
    migrationsTable: 'migrations',
    singleTransaction: true,
    advisoryLockMode: 'wait',
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  return run.map(({ name }) => name);
}

/** What goes wrong is thrown as well. */
function ignore(): void {}
