import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseError } from 'pg';
import { APP_ACCOUNT, APP_DATABASE, asSuperuser } from './ask-postgres';
import type { ServerAddress } from './data-lock';
import { LaunchError } from './launch-error.mjs';
import { withoutPostgresVariables, type Cluster } from './postgres-cluster';
import { endLeftovers, removeStalePid } from './postgres-leftovers';
import { spawnService, type Ended, type ServiceProcess } from './service-process';

export interface LaunchPostgresOptions {
  cluster: Cluster;
  port: number;
  password: string;
  /** Whether what is committed must outlive a crash of the machine. */
  durable: boolean;
  log?: (line: string) => void;
  /** Ends the wait, and the server with it. */
  signal?: AbortSignal;
}

/** Recovery may take longer. After this time the log says that the start still runs. */
const PATIENCE_MS = 10_000;
/** Of `postmaster.pid`: PostgreSQL, `utils/pidfile.h`. */
const STATUS_LINE = 7;
/** What PostgreSQL says of files that it cannot use any more. Anything else may pass, and the files are good. */
const DAMAGE = /pg_control|checksum|corrupt|checkpoint record|invalid (page|magic)|PANIC/i;

/** `invalid_password` (PostgreSQL, appendix A). */
const WRONG_PASSWORD = '28P01';
const LAST_WORDS_MS = 2_000;

const ownPostgres = 'Or set DATABASE_URL to a Postgres of your own.';

/** A fast shutdown writes what is not on disk yet. The next start recovers what took longer than this. */
const STOP_GRACE_MS = 10_000;

/** One running Postgres. */
export interface PostgresProcess extends ServiceProcess {
  /** `18.4` */
  version: string;
}

/**
 * Starts PostgreSQL on the loopback address and waits until it answers a query.
 *
 * @throws LaunchError with the end of its log when it dies at once; the reason of `signal` when that ends the wait
 */
export async function launchPostgres(options: LaunchPostgresOptions): Promise<PostgresProcess> {
  const { cluster, durable } = options;
  await endLeftovers(cluster.name);
  await removeStalePid(cluster.directory);
  const postgres = spawnService(cluster.program.postgres, serverArguments(options), {
    account: cluster.account,
    env: withoutPostgresVariables(),
    // SIGTERM would wait for every client to leave. SIGQUIT writes nothing, and an ephemeral server has nothing to keep.
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

/** Its `postmaster.pid` says when it is ready, and of which process: another server may be at that port. */
async function untilItAnswers(
  postgres: ServiceProcess,
  options: LaunchPostgresOptions,
): Promise<string> {
  const { cluster, log, signal } = options;
  const dead = postgres.exited.then((ended) => {
    throw explainDeath(ended, options);
  });
  // It may end between two looks, when nobody waits for it yet: the next wait tells.
  dead.catch(() => undefined);
  const slow = setTimeout(() => log?.('Postgres is still coming up …'), PATIENCE_MS);
  try {
    while (!(await isReady(cluster, postgres.pid)))
      await Promise.race([dead, delay(20, undefined, { signal })]);
    return await Promise.race([dead, prepareForApp(options)]);
  } catch (cause) {
    // The connection may notice the end of the server before its exit does.
    if (!signal?.aborted && !(cause instanceof DatabaseError))
      await Promise.race([dead, delay(LAST_WORDS_MS)]);
    if ((cause as DatabaseError).code !== WRONG_PASSWORD) throw cause;
    throw new LaunchError(
      `Postgres on the data in ${cluster.directory} refuses its launcher: ${(cause as Error).message}`,
      `The file "password" beside that folder belongs to it: bring back the one that did.\n` +
        `${startAfresh(cluster)}${ownPostgres}`,
      { cause },
    );
  } finally {
    clearTimeout(slow);
  }
}

async function isReady({ directory }: Cluster, pid: number): Promise<boolean> {
  const text = await readFile(path.join(directory, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  return lines[0] === String(pid) && lines[STATUS_LINE] === 'ready';
}

/** @returns its version, `18.4` */
function prepareForApp(address: ServerAddress): Promise<string> {
  return asSuperuser(address, async (client) => {
    const { rows } = await client.query<Standing>(
      `select current_setting('server_version') as version,
        exists (select from pg_roles where rolname = '${APP_ACCOUNT}') as "hasAccount",
        exists (select from pg_database where datname = '${APP_DATABASE}') as "hasDatabase"`,
    );
    const { version, hasAccount, hasDatabase } = rows[0] as Standing;
    if (!hasAccount) {
      await client.query(
        `create role ${APP_ACCOUNT} login password ${client.escapeLiteral(address.password)};
         grant set on parameter session_replication_role to ${APP_ACCOUNT}`,
      );
    }
    if (!hasDatabase) await client.query(`create database ${APP_DATABASE} owner ${APP_ACCOUNT}`);
    return version.split(' ')[0] ?? version;
  });
}

interface Standing {
  version: string;
  hasAccount: boolean;
  hasDatabase: boolean;
}

function explainDeath({ how, log }: Ended, { cluster, port }: LaunchPostgresOptions): LaunchError {
  const text = log.join('\n');
  if (/address already in use|could not bind/i.test(text)) {
    return new LaunchError(
      `Port ${port} is taken by another program, so Postgres cannot listen on it.`,
      'Stop that program or choose another port.',
    );
  }
  return new LaunchError(
    `Postgres ended as soon as it was started on the data in ${cluster.directory} (${how}).`,
    `${log.slice(-6).join('\n') || 'It printed nothing.'}\n${DAMAGE.test(text) ? startAfresh(cluster) : ''}${ownPostgres}`,
  );
}

function startAfresh({ directory }: Cluster): string {
  return `Start afresh:  mv '${directory}' '${directory}.broken'\n`;
}
