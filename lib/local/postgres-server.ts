import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { postgresUrl } from './ask-postgres';
import { lockDataFolder } from './data-lock';
import { freePort } from './port';
import { clusterName, postgresPassword, prepareCluster } from './postgres-cluster';
import { endLeftovers } from './postgres-leftovers';
import { launchPostgres } from './postgres-process';
import { makePrivateFolder } from './private-folder';
import { dataFolder } from './project';
import { keepRunning } from './restart';

/** The embedded Postgres of one launcher. */
export interface LocalPostgres {
  /** `postgres://app:password@127.0.0.1:port/app?sslmode=disable`; the same for its whole life, restarts included. */
  url: string;
  port: number;
  /** As a person reads it: `Postgres 18.4 (embedded)`. */
  name: string;
  /** Of the process that runs at this moment: a restart changes it. */
  readonly pid: number;
  /**
   * Calls back once when it has ended for good without `stop` having been called, with the reason: at its first death,
   * or with `restart` when it could not be brought back.
   */
  onExit(listener: (reason: Error) => void): void;
  /** Ends it and gives its data folder back. May be called more than once. */
  stop(): Promise<void>;
}

export interface StartPostgresOptions {
  /** Where its data is kept. Default `.data/postgres` of the project. */
  dataDir?: string;
  /** Keep nothing: a folder of its own that is deleted at the end. Default false. */
  ephemeral?: boolean;
  /** Bring it back, on the same address, when it dies. Default false. */
  restart?: boolean;
  /** Default: a free one. */
  port?: number;
  /** Called with a line about what takes long or goes wrong. */
  log?: (line: string) => void;
}

/**
 * Starts the PostgreSQL that the packages bring along, on the loopback address and with a password, and waits until it
 * answers. The account in its URL owns the database and is no superuser.
 *
 * @throws LaunchError when it cannot run here, its data folder is in use or damaged, or its port is taken
 */
export async function startPostgres(options: StartPostgresOptions = {}): Promise<LocalPostgres> {
  const { ephemeral = false, log } = options;
  const home = await realpath(
    ephemeral
      ? await mkdtemp(path.join(tmpdir(), 'redis-patterns-'))
      : await persistentHome(options.dataDir ?? path.join(dataFolder, 'postgres')),
  );
  const address = {
    port: options.port ?? (await freePort()),
    password: await postgresPassword(home),
  };
  const release = ephemeral
    ? () => rm(home, { recursive: true, force: true })
    : await lockDataFolder(home, address, () => endLeftovers(clusterName(address.password)));

  const durable = !ephemeral;
  let version = '';
  try {
    const cluster = await prepareCluster(home, { ...address, durable, log });
    const launch = async (signal: AbortSignal) => {
      const launched = await launchPostgres({ cluster, ...address, durable, log, signal });
      ({ version } = launched);
      return launched;
    };
    const limit = options.restart ? undefined : 0;
    const postgres = await keepRunning({ name: 'Postgres', launch, limit, log });
    return {
      url: postgresUrl(address),
      port: address.port,
      name: `Postgres ${version} (embedded)`,
      get pid() {
        return postgres.pid;
      },
      onExit: (listener) => void postgres.givenUp.then(listener),
      async stop() {
        await postgres.stop();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function persistentHome(folder: string): Promise<string> {
  await makePrivateFolder(folder);
  return folder;
}
