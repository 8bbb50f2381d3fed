import { setTimeout as delay } from 'node:timers/promises';
import { askPostgres } from './ask-postgres';
import { LaunchError } from './launch-error.mjs';
import type { Cluster } from './postgres-cluster';
import { endLeftovers, removeStalePid } from './postgres-leftovers';
import { spawnService, type Ended, type ServiceProcess } from './service-process';

export interface LaunchPostgresOptions {
  cluster: Cluster;
  port: number;
  password: string;
  /** Whether what is committed must outlive a crash of the machine. */
  durable: boolean;
  log?: (line: string) => void;
}

const READY_LIMIT_MS = 60_000;
/** It writes all that is not on disk yet. What takes longer is left for the next start to recover. */
const STOP_GRACE_MS = 10_000;

/** One running Postgres. */
export interface PostgresProcess extends ServiceProcess {
  /** `18.4` */
  version: string;
}

/**
 * Starts PostgreSQL on the loopback address and waits until it answers a query.
 *
 * @throws LaunchError with the end of its log when it dies at once or does not come up
 */
export async function launchPostgres(options: LaunchPostgresOptions): Promise<PostgresProcess> {
  const { cluster, durable } = options;
  await endLeftovers(cluster.name);
  await removeStalePid(cluster.directory);
  const postgres = spawnService(cluster.program.postgres, serverArguments(options), {
    account: cluster.account,
    // SIGTERM would wait for every client to leave. SIGQUIT writes nothing, which what keeps nothing need not wait for.
    stopSignal: durable ? 'SIGINT' : 'SIGQUIT',
    forceSignal: 'SIGQUIT',
    stopGraceMs: STOP_GRACE_MS,
  });
  try {
    return { ...postgres, version: await untilItAnswers(postgres, options) };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

function serverArguments({ cluster, port, durable }: LaunchPostgresOptions): string[] {
  const settings = {
    cluster_name: cluster.name,
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    timezone: 'UTC',
    // One report must not take every core from the server beside it, nor need more shared memory than containers have.
    max_parallel_workers_per_gather: 0,
    max_wal_size: '256MB',
    // These lose nothing when the server alone crashes.
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return [
    '-D',
    cluster.directory,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

async function untilItAnswers(
  postgres: ServiceProcess,
  { cluster, port, password, log }: LaunchPostgresOptions,
): Promise<string> {
  const dead = postgres.exited.then((ended) => {
    throw explainDeath(ended, cluster, port);
  });
  let recovering = false;
  const deadline = Date.now() + READY_LIMIT_MS;
  for (;;) {
    const answer = await Promise.race([dead, askPostgres({ port, password })]);
    if (answer?.version !== undefined) return answer.version;
    if (answer?.refusal !== undefined && !answer.isStarting) {
      throw new LaunchError(
        `Postgres on the data in ${cluster.directory} refuses its launcher: ${answer.refusal}.`,
        `The file "password" beside that folder belongs to it: bring back the one that did.\n${startAfresh(cluster)}`,
      );
    }
    if (Date.now() > deadline) {
      if (!answer) {
        throw new LaunchError(
          `Postgres gave no answer within ${READY_LIMIT_MS / 1000} s.`,
          'Start it again, or set DATABASE_URL to a Postgres of your own.',
        );
      }
      // Recovery takes as long as there is to recover; the answer shows that it lives.
      if (!recovering) log?.('Postgres is recovering its data …');
      recovering = true;
    }
    await Promise.race([dead, delay(20)]);
  }
}

function explainDeath({ how, log }: Ended, cluster: Cluster, port: number): LaunchError {
  const end = log.slice(-6).join('\n') || 'It printed nothing.';
  if (/address already in use|could not bind/i.test(log.join('\n'))) {
    return new LaunchError(
      `Port ${port} is taken by another program, so Postgres cannot listen on it.`,
      'Stop that program or choose another port.',
    );
  }
  return new LaunchError(
    `Postgres ended as soon as it was started on the data in ${cluster.directory} (${how}).`,
    `${end}\n${startAfresh(cluster)}`,
  );
}

function startAfresh({ directory }: Cluster): string {
  return (
    `Start afresh:  mv '${directory}' '${directory}.broken'\n` +
    'or set DATABASE_URL to a Postgres of your own.'
  );
}
