import { readFile } from 'node:fs/promises';
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

/** In the order of preference: accounts that servers run as. */
const ACCOUNTS = ['postgres', '_postgres', 'nobody', 'daemon'];

/**
 * Decides as whom PostgreSQL runs, which refuses to run as root. Anybody else runs it as themselves. Root on Linux runs it
 * in a user namespace, where root goes by another number: the files stay root's. Where namespaces are forbidden, as in
 * most containers, root runs it as another account, which then owns the files.
 *
 * @throws LaunchError when this process is root and the machine has no other account
 */
export async function serverAccount(): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return { prefix: [], ids: {} };
  const { uid, gid } = await otherAccount();
  const namespace = ['--user', `--map-user=${uid}`, `--map-group=${gid}`, '--'];
  const isAllowed = await run('unshare', [...namespace, 'true']).then(
    () => true,
    () => false,
  );
  return isAllowed
    ? { prefix: ['unshare', ...namespace], ids: {}, owner: '0:0' }
    : { prefix: [], ids: { uid, gid }, owner: `${uid}:${gid}` };
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

/** One with a name, since `initdb` looks the name up. */
async function otherAccount(): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n');
  const accounts = new Map(
    lines.map((line) => {
      const [name = '', , uid, gid] = line.split(':');
      return [name, { uid: Number(uid), gid: Number(gid) }];
    }),
  );
  for (const name of ACCOUNTS) {
    const account = accounts.get(name);
    if (account && account.uid > 0 && account.gid > 0) return account;
  }
  throw new LaunchError(
    `PostgreSQL refuses to run as root, and this machine has none of the accounts ${ACCOUNTS.join(', ')}.`,
    'Run the same command as another user, or set DATABASE_URL to a Postgres of your own.',
  );
}
