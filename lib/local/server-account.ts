import { readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dieWithParent } from './die-with-parent';
import { run } from './executable';
import { LaunchError } from './launch-error.mjs';

/** As whom a server runs that refuses to run as root. */
export interface ServerAccount {
  /** Stands before the command. Empty where `spawn` alone does it. */
  prefix: string[];
  /** For `spawn`. Empty where the server runs as this process does. */
  ids: { uid?: number; gid?: number };
  /** Who must own the server's files, for `chown`. Undefined where this process cannot give files away. */
  owner?: string;
}

interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** In the order of preference: accounts that servers run as. */
const SERVERS = ['postgres', '_postgres', 'nobody', 'daemon'];

/** What to do where PostgreSQL cannot run as this process. */
export const REMEDY =
  'Run the same command as another user, or set DATABASE_URL to a Postgres of your own.';

/**
 * Decides as whom PostgreSQL runs. It refuses to run as root, and makes no files for a user without a name.
 *
 * A user with a name who is not root runs it directly. Root runs it as the owner of the files, if that is another user.
 * In all other cases a user namespace gives this process another number and leaves the files its own (Linux). Where
 * namespaces are forbidden, as in most containers, root runs it as another account, which then owns the files.
 *
 * @param files where its files are, or will be
 * @throws LaunchError when there is no way
 */
export async function serverAccount(files: string): Promise<ServerAccount> {
  const uid = process.getuid?.();
  if (uid === undefined) return { prefix: [], ids: {} }; // Windows.
  if (uid > 0 && hasName()) return { prefix: [], ids: {} };

  const owner = await stat(files).catch(() => undefined);
  if (uid === 0 && owner && owner.uid > 0) return runningAs(owner);
  const accounts = await readAccounts();
  const server = SERVERS.map((name) => accounts.find((account) => account.name === name)).find(
    (account) => account && account.uid > 0 && account.gid > 0,
  );
  if (server) {
    const namespace = ['--user', `--map-user=${server.uid}`, `--map-group=${server.gid}`, '--'];
    const isAllowed = await run('unshare', [...namespace, 'true']).then(
      () => true,
      () => false,
    );
    if (isAllowed)
      return { prefix: ['unshare', ...namespace], ids: {}, owner: uid === 0 ? '0:0' : undefined };
    if (uid === 0) return runningAs(server);
  }
  throw new LaunchError(
    uid === 0
      ? `PostgreSQL refuses to run as root, and this machine has none of the accounts ${SERVERS.join(', ')}.`
      : `PostgreSQL needs a user with a name, and ${uid} has none on this machine.`,
    REMEDY,
  );
}

/**
 * The command that runs a server as an account, and ends it with this process.
 *
 * @param signal what ends it when this process dies
 */
export function asAccount(
  { prefix }: ServerAccount,
  command: string,
  args: string[],
  signal: NodeJS.Signals,
): [command: string, args: string[]] {
  // A new namespace clears the signal of a parent's death, so that is asked for inside.
  const [inner, innerArgs] = dieWithParent(command, args, signal);
  const [first = '', ...rest] = [...prefix, inner, ...innerArgs];
  return [first, rest];
}

/** Whether the system knows a name for this process's user, which is what `initdb` asks. */
function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

function runningAs({ uid, gid }: { uid: number; gid: number }): ServerAccount {
  return { prefix: [], ids: { uid, gid }, owner: `${uid}:${gid}` };
}

async function readAccounts(): Promise<Account[]> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return text.split('\n').map((line) => {
    const [name = '', , uid, gid] = line.split(':');
    return { name, uid: Number(uid || NaN), gid: Number(gid || NaN) };
  });
}
