import { Pool, type PoolClient } from 'pg';
import { codedError, isUnreachable } from './errors';
import { values } from './values';

/** What SQL can be sent to: the database, or one transaction of it. */
export interface Queryable {
  /**
   * @param text SQL with `$1`, `$2`, … for the parameters; a value is never written into it
   * @returns the rows; ask with `returning` for those that a write changed
   * @throws CodedError `database_unreachable`; a `DatabaseError` of pg where Postgres refuses the statement
   */
  query<Row extends object>(text: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** A Postgres, over connections that are opened when needed. */
export interface Database extends Queryable {
  /**
   * Runs `work` in one transaction, which is rolled back if it throws. Inside, ask `tx` alone: a query on another
   * connection does not see what the transaction wrote, and may wait for its end.
   */
  withTransaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connections at most. Default 5: a serverless host runs many processes against one Postgres. */
  max?: number;
  /** How long to wait for a connection, in milliseconds. Default 5000. */
  connectTimeoutMs?: number;
  /**
   * How long to wait for the answer to one statement, in milliseconds. Default 30000. The connection is closed then.
   * Postgres itself may go on: give its role a `statement_timeout`. None is set here, since poolers refuse it.
   */
  queryTimeoutMs?: number;
}

const IDLE_MS = 10_000;

/** Opens nothing yet. */
export function createDatabase(url: string, options: DatabaseOptions = {}): Database {
  const { max = 5, connectTimeoutMs = 5_000, queryTimeoutMs = 30_000 } = options;
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    idleTimeoutMillis: IDLE_MS,
    allowExitOnIdle: true,
    types: values,
  });
  // A connection that breaks while nobody uses it is taken out by the pool; the next query opens another.
  pool.on('error', () => undefined);

  return {
    query: (text, parameters) => withClient((client) => ask(client, text, parameters)),
    withTransaction: (work) =>
      withClient(async (client) => {
        await ask(client, 'begin');
        try {
          const result = await work({ query: (...args) => ask(client, ...args) });
          await ask(client, 'commit');
          return result;
        } catch (error) {
          if (!isUnreachable(error)) await ask(client, 'rollback');
          throw error;
        }
      }),
    close: () => pool.end(),
  };

  /** Gives the connection back afterwards, or closes it where its state is not known any more. */
  async function withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((error: unknown) => {
      throw codedError(error);
    });
    // Told to nobody else while a query of ours runs on it: the query itself fails with it.
    const ignore = () => undefined;
    client.on('error', ignore);
    let broken = false;
    try {
      return await work(client);
    } catch (error) {
      broken = isUnreachable(error);
      throw error;
    } finally {
      client.off('error', ignore);
      client.release(broken);
    }
  }
}

async function ask<Row extends object>(
  client: PoolClient,
  text: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  try {
    return (await client.query<Row>(text, [...parameters])).rows;
  } catch (error) {
    throw codedError(error);
  }
}
