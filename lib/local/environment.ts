import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { LaunchError } from './launch-error.mjs';
import { projectRoot } from './project';

/** Which Redis is configured: one behind HTTP (nothing local is needed), one behind its own protocol, or none. */
export type Configuration =
  | { kind: 'http'; url: string; token: string; readOnlyToken?: string }
  | { kind: 'redis'; url: string }
  | { kind: 'none' };

type Environment = Record<string, string | undefined>;

/** The names of the hosted service, then those that hosting platforms inject. */
const HTTP_NAMES = [
  ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'],
  ['KV_REST_API_URL', 'KV_REST_API_TOKEN'],
] as const;

/**
 * Reads which Redis is configured. An empty variable counts as absent.
 *
 * @throws LaunchError that names the missing variable, when only one of a pair is set
 */
export function readConfiguration(env: Environment): Configuration {
  for (const [urlName, tokenName] of HTTP_NAMES) {
    const url = env[urlName];
    const token = env[tokenName];
    if (url && token) {
      return { kind: 'http', url, token, readOnlyToken: env.KV_REST_API_READ_ONLY_TOKEN };
    }
    if (url || token) {
      const [present, missing] = url ? [urlName, tokenName] : [tokenName, urlName];
      throw new LaunchError(
        `${present} is set but ${missing} is not.`,
        `Set ${missing} too, or unset ${present} to use a Redis on this machine.`,
      );
    }
  }
  return env.REDIS_URL ? { kind: 'redis', url: env.REDIS_URL } : { kind: 'none' };
}

/**
 * Reads which Postgres is configured. An empty variable counts as absent.
 *
 * @throws LaunchError where it is no Postgres URL; the value may hold a password and is not shown
 */
export function readDatabaseUrl({ DATABASE_URL }: Environment): string | undefined {
  if (!DATABASE_URL) return undefined;
  if (URL.canParse(DATABASE_URL) && /^postgres(ql)?:$/.test(new URL(DATABASE_URL).protocol))
    return DATABASE_URL;
  throw new LaunchError(
    'DATABASE_URL is set, but is no Postgres URL.',
    'Write it as postgres://user:password@host:5432/database, or unset it to use the embedded Postgres.',
  );
}

/**
 * The environment together with the `.env` files of a folder, in the order in which Next.js reads them, so that the
 * launcher and the app agree. What the process was given wins over every file.
 *
 * @param mode decides which files count; in `test` `.env.local` does not, so that tests are the same for everyone
 */
export function withEnvFiles(
  mode: 'development' | 'production' | 'test',
  env: Environment = process.env,
  folder = projectRoot,
): Environment {
  const names = [`.env.${mode}.local`, '.env.local', `.env.${mode}`, '.env'];
  const files = names
    .filter((name) => mode !== 'test' || name !== '.env.local')
    .map((name) => readEnvFile(path.join(folder, name)));
  return Object.assign({}, ...files.reverse(), env) as Environment;
}

function readEnvFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
