import { Client, DatabaseError } from 'pg';
import type { ServerAddress } from './data-lock';

const ANSWER_LIMIT_MS = 5_000;
/** `cannot_connect_now`: it starts, recovers or stops (PostgreSQL, appendix A). */
const CANNOT_CONNECT_NOW = '57P03';

/** What a Postgres said. */
export interface PostgresAnswer {
  /** `18.4`; undefined when it refused. */
  version?: string;
  refusal?: string;
  isStarting?: boolean;
}

export function postgresUrl({ port, password }: ServerAddress): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

/**
 * Asks a Postgres on the loopback address for its version, on a connection of its own.
 *
 * @returns undefined when no answer came
 */
export async function askPostgres(address: ServerAddress): Promise<PostgresAnswer | undefined> {
  const client = new Client({
    connectionString: postgresUrl(address),
    connectionTimeoutMillis: ANSWER_LIMIT_MS,
    query_timeout: ANSWER_LIMIT_MS,
  });
  client.on('error', () => undefined); // Of an idle connection: the next question finds out.
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return { version: rows[0]?.server_version.split(' ')[0] };
  } catch (error) {
    if (!(error instanceof DatabaseError)) return undefined;
    return { refusal: error.message, isStarting: error.code === CANNOT_CONNECT_NOW };
  } finally {
    await client.end().catch(() => undefined);
  }
}
