import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { askPostgres } from './ask-postgres';
import { LaunchError } from './launch-error.mjs';
import type { PostgresConfiguration } from './postgres-main';
import { spawnService, type Ended, type ServiceProcess } from './service-process';

/** Making a database takes about four seconds, and going through a log after a crash may take as long. */
const READY_LIMIT_MS = 60_000;
/** A query that runs cannot be stopped in any other way; the log keeps what was committed. */
const STOP_GRACE_MS = 2_000;

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'postgres-main.ts');

/** One running Postgres. */
export interface PostgresProcess extends ServiceProcess {
  /** `18.6` */
  version: string;
}

/**
 * Starts the embedded Postgres on the loopback address and waits until it answers a query.
 *
 * @throws LaunchError with the end of its log when it dies at once or does not come up
 */
export async function launchPostgres(options: PostgresConfiguration): Promise<PostgresProcess> {
  const postgres = spawnService(process.execPath, ['--import', 'tsx', script], {
    input: `${JSON.stringify(options)}\n`,
    holdInput: true,
    stopGraceMs: STOP_GRACE_MS,
  });
  try {
    return { ...postgres, version: await untilItAnswers(postgres, options) };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function untilItAnswers(
  postgres: ServiceProcess,
  options: PostgresConfiguration,
): Promise<string> {
  const dead = postgres.exited.then((ended) => {
    throw explainDeath(ended, options);
  });
  const deadline = Date.now() + READY_LIMIT_MS;
  while (Date.now() < deadline) {
    const version = await Promise.race([dead, askPostgres(options)]);
    if (version !== undefined) return version;
    await Promise.race([dead, delay(20)]);
  }
  throw new LaunchError(
    `Postgres gave no answer within ${READY_LIMIT_MS / 1000} s.`,
    'Start it again, or set DATABASE_URL to a Postgres of your own.',
  );
}

function explainDeath(
  { how, log }: Ended,
  { port, directory }: PostgresConfiguration,
): LaunchError {
  const end = log.slice(-6).join('\n') || 'It printed nothing.';
  if (/EADDRINUSE/.test(log.join('\n'))) {
    return new LaunchError(
      `Port ${port} is taken by another program, so Postgres cannot listen on it.`,
      'Stop that program or choose another port.',
    );
  }
  return new LaunchError(
    `Postgres ended as soon as it was started on the data in ${directory} (${how}).`,
    `${end}\nStart afresh:  mv '${directory}' '${directory}.broken'\n` +
      'or set DATABASE_URL to a Postgres of your own.',
  );
}
