import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endOrphanRedis, redisUrl } from './ask-redis';
import { lockDataFolder } from './data-lock';
import { findRedis, type RedisBinary } from './find-redis';
import { freePort } from './port';
import { dataFolder } from './project';
import { launchRedis } from './redis-process';
import { keepRunning } from './restart';

/** The Redis of one launcher. */
export interface LocalRedis {
  /** `redis://:password@127.0.0.1:port`; the same for its whole life, restarts included. */
  url: string;
  port: number;
  /** As a person reads it: `Redis 7.0.15`. */
  name: string;
  /** Of the process that runs at this moment: a restart changes it. */
  readonly pid: number;
  /**
   * Calls back once when the server has ended for good without `stop` having been called, with the reason: at its first
   * death, or with `restart` when it could not be brought back.
   */
  onExit(listener: (reason: Error) => void): void;
  /** Ends the server and gives its data folder back. May be called more than once. */
  stop(): Promise<void>;
}

export interface StartRedisOptions {
  /** Where its data is kept. Default `.data/redis` of the project. */
  dataDir?: string;
  /** Keep nothing: a folder of its own that is deleted at the end. Default false. */
  ephemeral?: boolean;
  /** Bring it back, on the same address, when it dies. Default false. */
  restart?: boolean;
  /** Default: a free one. */
  port?: number;
  /** Letters and digits. Default: a random one. */
  password?: string;
  /** The server to run. Default: what `findRedis` finds. */
  binary?: RedisBinary;
  /** Told of what takes long or goes wrong, a line each. */
  log?: (line: string) => void;
}

/**
 * Starts a Redis on the loopback address, with a password, and waits until it answers.
 *
 * @throws LaunchError when there is no Redis, its data folder is in use or damaged, or its port is taken
 */
export async function startRedis(options: StartRedisOptions = {}): Promise<LocalRedis> {
  const { ephemeral = false, log } = options;
  const binary = options.binary ?? (await findRedis({ log }));
  const address = {
    port: options.port ?? (await freePort()),
    password: options.password ?? randomBytes(24).toString('hex'),
  };
  const directory = ephemeral
    ? await mkdtemp(path.join(tmpdir(), 'redis-patterns-'))
    : path.resolve(options.dataDir ?? path.join(dataFolder, 'redis'));
  const release = ephemeral
    ? () => rm(directory, { recursive: true, force: true })
    : await lockDataFolder(directory, address, endOrphanRedis);

  const launch = () => launchRedis(binary, { ...address, directory, persistent: !ephemeral, log });
  const limit = options.restart ? undefined : 0;
  const redis = await keepRunning({ name: 'Redis', launch, limit, log }).catch(
    async (error: unknown) => {
      await release();
      throw error;
    },
  );

  return {
    url: redisUrl(address),
    port: address.port,
    name: binary.name,
    get pid() {
      return redis.pid;
    },
    onExit: (listener) => void redis.givenUp.then(listener),
    async stop() {
      await redis.stop();
      await release();
    },
  };
}
