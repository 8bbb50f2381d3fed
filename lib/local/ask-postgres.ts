import { Client } from 'pg';
import type { ServerAddress } from './data-lock';

/** Where the app logs in: an account without the rights of a superuser, who may read files of this machine. */
export const APP_ACCOUNT = 'app';
export const APP_DATABASE = 'app';

/** The address of a Postgres of ours. It says all that matters, whatever `PG…` variables the environment has. */
export function postgresUrl({ port, password }: ServerAddress): string {
  return `postgres://${APP_ACCOUNT}:${password}@127.0.0.1:${port}/${APP_DATABASE}?sslmode=disable`;
}

/** Works as the superuser of a Postgres of ours, on a connection of its own. */
export async function asSuperuser<Result>(
  { port, password }: ServerAddress,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const connectionString = `postgres://postgres:${password}@127.0.0.1:${port}/postgres?sslmode=disable`;
  const client = new Client({ connectionString });
  client.on('error', () => undefined); // The query that runs fails with it.
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
