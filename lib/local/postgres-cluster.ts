import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './executable';
import { LaunchError } from './launch-error.mjs';
import { findPostgres, type PostgresProgram } from './postgres-program';
import { explainRefusal } from './private-folder';
import { asAccount, REMEDY, serverAccount, type ServerAccount } from './server-account';

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
const DRAFT = `${FILES}.draft`;
const PASSWORD_FILE = 'password';
/** Where an earlier version kept those of another engine. */
const FORMER_FILES = 'data';
/** Characters that a shell interprets: `initdb` passes paths through a shell. */
const UNSAFE_IN_PATH = /["$`\\]/;

/**
 * The password of the PostgreSQL whose files are in a home. It is made once and kept beside the files, which hold it too.
 *
 * @param home a private folder
 * @throws LaunchError when this process may not write there
 */
export async function postgresPassword(home: string): Promise<string> {
  const file = path.join(home, PASSWORD_FILE);
  const draft = `${file}.${randomUUID()}`;
  try {
    const password = randomBytes(24).toString('hex');
    await writeFile(draft, password, { mode: 0o600, flush: true });
    // A link never replaces an existing one: two launchers that start at once read the same password.
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw explainRefusal(error, home);
  } finally {
    await rm(draft, { force: true }).catch(() => undefined); // Where it could not be written either.
  }
}

/**
 * The `cluster_name` of a server. It follows from the password, which is random and kept, so that it is the same at each
 * start and no other server has it.
 */
export function clusterName(password: string): string {
  const hash = createHash('sha256').update(password).digest('hex');
  return `redis-patterns-${hash.slice(0, 16)}`;
}

/** Takes out what libpq and the server would read of the environment: a Postgres of ours depends on no one's settings. */
export function withoutPostgresVariables(): Record<string, undefined> {
  const names = Object.keys(process.env).filter((name) => name.startsWith('PG'));
  return Object.fromEntries(names.map((name) => [name, undefined]));
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
  options: { password: string; durable: boolean; log?: (line: string) => void },
): Promise<Cluster> {
  const { password, durable, log } = options;
  const program = await findPostgres();
  const directory = path.join(home, FILES);
  for (const place of [program.initdb, home]) {
    if (process.platform === 'win32' || !UNSAFE_IN_PATH.test(place)) continue;
    throw new LaunchError(
      `PostgreSQL cannot run in ${place}: a path with one of " $ \` \\ is not safe, since initdb passes it to a shell.`,
      'Move the project to another folder, or set DATABASE_URL to a Postgres of your own.',
    );
  }
  const former = path.join(home, FORMER_FILES);
  if (existsSync(former))
    log?.(
      `– ${former} is of an earlier version, which had another database engine. Nothing reads it: delete it when you like.`,
    );

  const account = await serverAccount(directory);
  await expectReach(account, path.dirname(program.postgres), '-x');
  await expectReach(account, path.dirname(home), '-x');
  if (account.owner) await giveFiles(home, account.owner);
  await expectReach(account, home, '-w');
  if (!existsSync(directory)) await createFiles(program, account, { home, directory, durable });
  return { program, account, directory, name: clusterName(password) };
}

/** Earlier starts may have run as another account, and this one has just made files of its own. */
async function giveFiles(home: string, owner: string): Promise<void> {
  await run('chown', ['-Rh', owner, home]).catch((cause: Error) => {
    throw new LaunchError(
      `The files in ${home} could not be given to ${owner}, who runs PostgreSQL.`,
      `${cause.message.trim()}\n${REMEDY}`,
      { cause },
    );
  });
}

/** A process in a namespace, or of another account, may be kept out where this one is not. */
async function expectReach(
  account: ServerAccount,
  folder: string,
  right: '-x' | '-w',
): Promise<void> {
  if (account.prefix.length === 0 && account.ids.uid === undefined) return;
  const may = (asked: string, how: string) => {
    const [command, args] = asAccount(account, 'test', [how, asked], 'SIGTERM');
    return run(command, args, account.ids).then(
      () => true,
      () => false,
    );
  };
  const above = ancestors(folder);
  for (const [asked, how] of [
    ...above.map((it) => [it, '-x'] as const),
    [folder, right] as const,
  ]) {
    if (await may(asked, how)) continue;
    const name =
      account.ids.uid === undefined ? 'in a user namespace' : `as user ${account.ids.uid}`;
    const verb = how === '-w' ? 'write to' : 'enter';
    throw new LaunchError(
      `PostgreSQL runs ${name} here, and may not ${verb} ${asked}.`,
      `${how === '-w' ? '' : `Let it:  chmod a+x '${asked}'\n`}${REMEDY}`,
    );
  }
}

/** The folders above one, from the root down. */
function ancestors(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [] : [...ancestors(above), above];
}

async function createFiles(
  { initdb }: PostgresProgram,
  account: ServerAccount,
  options: { home: string; directory: string; durable: boolean },
): Promise<void> {
  const { home, directory, durable } = options;
  // An interrupted initdb may still run and clean up. Each run therefore has its own draft.
  for (const name of await readdir(home))
    if (name.startsWith(DRAFT))
      await rm(path.join(home, name), { recursive: true, force: true, maxRetries: 5 });
  const draft = path.join(home, `${DRAFT}.${randomUUID()}`);
  const args = [
    `--pgdata=${draft}`,
    '--username=postgres',
    `--pwfile=${path.join(home, PASSWORD_FILE)}`,
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
  const env = { ...process.env, ...withoutPostgresVariables() };
  await run(command, rest, { ...account.ids, env }).catch((error: Error & { stderr?: string }) => {
    throw new LaunchError(
      `PostgreSQL could not make its files in ${directory}.`,
      `${error.stderr?.trim() || error.message}\nOr set DATABASE_URL to a Postgres of your own.`,
      { cause: error },
    );
  });
  await rename(draft, directory);
}
