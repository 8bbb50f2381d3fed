import { Client } from 'pg';

/** How long a service that is configured elsewhere may take to answer, before the start goes on without it. */
const LIMIT_MS = 3_000;

/**
 * Asks a Redis behind HTTP whether it works for this token.
 *
 * @returns undefined where it answered, else why it did not
 */
export async function askHttpRedis(url: string, token: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: '["PING"]',
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    if (answer.ok) return undefined;
    if (answer.status === 401) return 'it refuses the token';
    const { error } = (await answer.json().catch(() => ({}))) as { error?: unknown };
    return typeof error === 'string' ? error.slice(0, 200) : `it answers with ${answer.status}`;
  } catch (error) {
    return reasonOf(error);
  }
}

/**
 * Asks a Postgres whether it lets this user in and works.
 *
 * @returns undefined where it answered, else why it did not
 */
export async function askPostgres(connectionString: string): Promise<string | undefined> {
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: LIMIT_MS,
    query_timeout: LIMIT_MS,
  });
  client.on('error', () => undefined); // The query that runs fails with it.
  try {
    await client.connect();
    await client.query('select 1');
    return undefined;
  } catch (error) {
    return reasonOf(error);
  } finally {
    // A server that does not answer takes no goodbye either.
    void client.end().catch(() => undefined);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${LIMIT_MS / 1_000} s`;
  if (error.cause) return reasonOf(error.cause);
  const { code } = error as NodeJS.ErrnoException;
  return error.message || code || error.name;
}
