import { Client } from 'pg';
import type { ServerAddress } from './data-lock';

const ANSWER_LIMIT_MS = 5_000;

export function postgresUrl({ port, password }: ServerAddress): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

/**
 * Asks a Postgres on the loopback address for its version, on a connection of its own.
 *
 * @returns `18.6`; undefined when no answer came
 */
export async function askPostgres(address: ServerAddress): Promise<string | undefined> {
  const client = new Client({
    connectionString: postgresUrl(address),
    connectionTimeoutMillis: ANSWER_LIMIT_MS,
    query_timeout: ANSWER_LIMIT_MS,
  });
  client.on('error', () => undefined); // Of an idle connection: the next question finds out.
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0];
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}
