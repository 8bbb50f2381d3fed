import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { askPostgres, postgresUrl } from './ask-postgres';
import { lockDataFolder, type ServerAddress } from './data-lock';
import { freePort } from './port';
import { launchPostgres } from './postgres-process';
import { dataFolder } from './project';
import { keepRunning } from './restart';

/** The embedded Postgres of one launcher. */
export interface LocalPostgres {
  /** `postgres://postgres:password@127.0.0.1:port/postgres`; the same for its whole life, restarts included. */
  url: string;
  port: number;
  /** As a person reads it: `Postgres 18.6 (embedded)`. */
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
  /** The files to begin with when there are none yet: a folder that was another's `data`, and is copied. */
  template?: string;
  /** Bring it back, on the same address, when it dies. Default false. */
  restart?: boolean;
  /** Default: a free one. */
  port?: number;
  /** Letters and digits. Default: a random one. */
  password?: string;
  /** Told of what takes long or goes wrong, a line each. */
  log?: (line: string) => void;
}

/**
 * Starts the embedded Postgres on the loopback address, with a password, and waits until it answers.
 *
 * It is PostgreSQL with one engine for all connections. What the app needs holds as with a server: answers and transactions
 * of several connections never mix, and one that breaks off in a transaction is rolled back. What differs: statements run
 * one after the other; an open transaction lets every other connection wait until its end; what belongs to a session
 * (`set`, advisory locks, temporary tables, named statements) is shared by all; nothing can be cancelled, so
 * `statement_timeout` has no effect.
 *
 * @throws LaunchError when its data folder is in use or damaged, or its port is taken
 */
export async function startPostgres(options: StartPostgresOptions = {}): Promise<LocalPostgres> {
  const { ephemeral = false, log } = options;
  const address = {
    port: options.port ?? (await freePort()),
    password: options.password ?? randomBytes(24).toString('hex'),
  };
  const home = ephemeral
    ? await mkdtemp(path.join(tmpdir(), 'redis-patterns-'))
    : path.resolve(options.dataDir ?? path.join(dataFolder, 'postgres'));
  const release = ephemeral
    ? () => rm(home, { recursive: true, force: true })
    : await lockDataFolder(home, address, endOrphan);

  const directory = path.join(home, 'data');
  let version = '';
  const launch = async () => {
    const launched = await launchPostgres({ ...address, directory });
    ({ version } = launched);
    return launched;
  };
  const limit = options.restart ? undefined : 0;
  try {
    if (options.template && !existsSync(directory))
      await cp(options.template, directory, { recursive: true });
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

/** The Postgres of a launcher that was killed ends as soon as the query that it is at lets it. */
async function endOrphan(address: ServerAddress): Promise<void> {
  while ((await askPostgres(address)) !== undefined) await delay(50);
}
