import { startPostgres, type LocalPostgres } from './postgres-server';
import { prepareDatabase } from './prepare-database';
import type { Progress } from './progress.mjs';

/** Enough for a report over all of it to be slow. */
const ORDER_LINES = '500000';
/** Enough for every query to find something, and there at once. */
const FEW_ORDER_LINES = '21000';

export interface StartDatabaseOptions {
  env: Record<string, string | undefined>;
  ephemeral?: boolean;
  /** Where it keeps its data. Default `.data/postgres`. */
  dataDir?: string;
  progress: Progress;
}

/**
 * Starts the embedded Postgres with the schema and a filled shop. `SEED_ORDER_LINES` says how much is in it.
 *
 * @throws LaunchError when it cannot be started or filled
 */
export async function startDatabase(options: StartDatabaseOptions): Promise<LocalPostgres> {
  const { env, ephemeral = false, dataDir, progress } = options;
  const orderLines = env.SEED_ORDER_LINES || (ephemeral ? FEW_ORDER_LINES : ORDER_LINES);
  const postgres = await progress.step('Starting Postgres', async () => {
    const log = progress.note;
    const started = await startPostgres({ ephemeral, dataDir, restart: true, log });
    return [started, `${started.name} on 127.0.0.1:${started.port}`];
  });
  try {
    await prepareDatabase(postgres.url, orderLines);
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
