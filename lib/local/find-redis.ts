import path from 'node:path';
import { hasApt, libraryEnvironment, unpackPackages } from './apt';
import { findOnPath, run } from './executable';
import { LaunchError } from './launch-error.mjs';
import { cacheFolder } from './project';

/** A Redis-compatible server that runs on this machine. */
export interface RedisBinary {
  command: string;
  /** What must be added to its environment. */
  env: Record<string, string>;
  /** As a person reads it: `Redis 7.0.15`. */
  name: string;
}

export interface FindRedisOptions {
  /** Where a private copy is kept. Default `.cache/redis` of the project. */
  cache?: string;
  log?: (line: string) => void;
}

/** The patterns use what came with Redis 7: effects of scripts are replicated, EXPIRE takes NX and GT. */
const OLDEST_MAJOR = 7;

/** Redis and what was made of it. Whichever it is, its version says what it can. */
const names = ['redis-server', 'valkey-server', 'redict-server'];

const REMEDY = [
  'Install one:  brew install redis  |  apt install redis-server  |  dnf install redis',
  'or run one:   docker run --rm -p 6379:6379 redis  and set REDIS_URL=redis://127.0.0.1:6379',
  'or set UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN to use a hosted database.',
].join('\n');

/**
 * Finds a Redis, or a server of its kin, on PATH, else a private copy that apt fetches without root.
 *
 * @throws LaunchError that names the ways to get one, when there is none
 */
export async function findRedis(options: FindRedisOptions = {}): Promise<RedisBinary> {
  const tooOld: string[] = [];
  for (const name of names) {
    const command = await findOnPath(name);
    const found = command && (await inspect(command, {}));
    if (found && found.major >= OLDEST_MAJOR) return found.binary;
    if (found) tooOld.push(found.binary.name);
  }

  const root = options.cache ?? path.join(cacheFolder, 'redis');
  const cached = await privateCopy(root);
  if (cached) return cached;

  const lacking = tooOld.length
    ? `${tooOld.join(' and ')} on PATH is too old: version ${OLDEST_MAJOR} or newer is needed.`
    : 'No Redis server was found on PATH.';
  if (!(await hasApt())) throw new LaunchError(lacking, REMEDY);

  options.log?.('No Redis on PATH: fetching a private copy with apt (no root needed) …');
  try {
    // redis-tools holds the program that redis-server is a link to.
    await unpackPackages(['redis-server', 'redis-tools'], root);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LaunchError(lacking, `${reason}\n${REMEDY}`, { cause: error });
  }
  const fetched = await privateCopy(root);
  if (fetched) return fetched;
  throw new LaunchError(`${lacking} The copy that apt fetched does not run or is too old.`, REMEDY);
}

async function privateCopy(root: string): Promise<RedisBinary | undefined> {
  const env = await libraryEnvironment(root).catch(() => undefined);
  if (!env) return undefined;
  const found = await inspect(path.join(root, 'usr/bin/redis-server'), env);
  return found && found.major >= OLDEST_MAJOR ? found.binary : undefined;
}

/** What a server says of itself, or undefined when it does not run (missing, wrong architecture, missing library). */
async function inspect(
  command: string,
  env: Record<string, string>,
): Promise<{ binary: RedisBinary; major: number } | undefined> {
  const answer = await run(command, ['--version'], {
    env: { ...process.env, ...env },
    timeout: 5_000,
  }).catch(() => undefined);
  const [, server, version, major] =
    /^(\w+) server v=((\d+)[\d.]*)/i.exec(answer?.stdout ?? '') ?? [];
  if (!server || !version) return undefined;
  return { binary: { command, env, name: `${server} ${version}` }, major: Number(major) };
}
