import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './executable';
import { LaunchError } from './launch-error.mjs';
import { findPostgres, type PostgresProgram } from './postgres-program';
import { asAccount, serverAccount, type ServerAccount } from './server-account';

/** The files of one PostgreSQL, and how it runs on them. */
export interface Cluster {
  program: PostgresProgram;
  account: ServerAccount;
  directory: string;
  /** Its `cluster_name`, which all of its processes show. */
  name: string;
}

/** Where the files lie in a home. */
const FILES = 'cluster';
const PASSWORD_FILE = 'password';
/** Where an earlier version kept those of another engine. */
const FORMER_FILES = 'data';

/**
 * The password of the PostgreSQL whose files are in a home. It is made once and kept beside the files, which hold it too.
 *
 * @param home the folder; made when it is missing
 */
export async function postgresPassword(home: string): Promise<string> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const file = path.join(home, PASSWORD_FILE);
  const draft = `${file}.${randomUUID()}`;
  try {
    const password = randomBytes(24).toString('hex');
    await writeFile(draft, password, { mode: 0o600, flush: true });
    // A link is never made over an existing one: of two launchers that start at once both read the first one's.
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, 'utf8');
}

/** The `cluster_name` of a server whose home is this folder. */
export function clusterName(home: string): string {
  const hash = createHash('sha256').update(path.join(home, FILES)).digest('hex');
  return `redis-patterns-${hash.slice(0, 16)}`;
}

/**
 * Sees to the files of a PostgreSQL: makes them when there are none, whole or not at all.
 *
 * @param home a private folder, which is this launcher's alone
 * @param durable whether new files must outlive a crash of the machine
 * @throws LaunchError when there is no PostgreSQL for this machine, or it cannot run here
 */
export async function prepareCluster(
  home: string,
  { durable, log }: { durable: boolean; log?: (line: string) => void },
): Promise<Cluster> {
  const [program, account] = [await findPostgres(), await serverAccount()];
  const directory = path.join(home, FILES);
  const former = path.join(home, FORMER_FILES);
  if (existsSync(former))
    log?.(
      `– ${former} is of an earlier version, which had another database engine. Nothing reads it: delete it when you like.`,
    );
  if (account.owner) await giveFiles(home, account.owner);
  if (account.ids.uid !== undefined) await expectReach(program, account, home);

  if (!existsSync(directory)) {
    const passwordFile = path.join(home, PASSWORD_FILE);
    await createFiles(program, account, { directory, passwordFile, durable });
  }
  return { program, account, directory, name: clusterName(home) };
}

/** Earlier starts may have run as another account. */
async function giveFiles(home: string, owner: string): Promise<void> {
  await run('chown', ['-Rh', owner, home]).catch((cause: Error) => {
    throw new LaunchError(
      `The files in ${home} could not be given to the account ${owner}, which PostgreSQL runs as.`,
      `${cause.message.trim()}\nRun the same command as another user, or set DATABASE_URL to a Postgres of your own.`,
      { cause },
    );
  });
}

async function expectReach(
  { postgres }: PostgresProgram,
  { ids }: ServerAccount,
  home: string,
): Promise<void> {
  for (const [folder, command, args] of [
    [path.dirname(postgres), postgres, ['--version']],
    [home, 'test', ['-w', home]],
  ] as const) {
    await run(command, args, ids).catch((cause: unknown) => {
      throw new LaunchError(
        `PostgreSQL refuses to run as root, and the account ${ids.uid} that would run it cannot use ${folder}.`,
        'Let others enter the folders above it (chmod a+x), run the same command as another user,\n' +
          'or set DATABASE_URL to a Postgres of your own.',
        { cause },
      );
    });
  }
}

async function createFiles(
  { initdb }: PostgresProgram,
  account: ServerAccount,
  options: { directory: string; passwordFile: string; durable: boolean },
): Promise<void> {
  const { directory, passwordFile, durable } = options;
  const draft = `${directory}.draft`;
  await rm(draft, { recursive: true, force: true });
  const args = [
    `--pgdata=${draft}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    // The same order of texts on every machine.
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  const [command, rest] = asAccount(account, initdb, args, 'SIGTERM');
  await run(command, rest, account.ids).catch((error: Error & { stderr?: string }) => {
    throw new LaunchError(
      `PostgreSQL could not make its files in ${directory}.`,
      `${error.stderr?.trim() || error.message}\nOr set DATABASE_URL to a Postgres of your own.`,
      { cause: error },
    );
  });
  await rename(draft, directory);
}
