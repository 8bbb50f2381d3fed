import { createHash, randomBytes } from 'node:crypto';
import { ask } from './ask';
import type { Connection } from './connection';
import { encodeCommand } from './resp';
import { toByteString } from './byte-string';

/** Where Redis asks for no password, nobody else may know that of the user. */
const ownSecret = randomBytes(16).toString('hex');

/** What no caller may do, not even from a script: administer the server, or leave the connection's database. */
const denied = ['-@admin', '-select', '-swapdb', '-migrate'];

/**
 * Goes on as a user of Redis itself who may not administer it. The gateway's own rules see a command and not what a
 * script calls; Redis sees both. Gateways of one Redis share the user, whose password follows from their own.
 *
 * Where this gateway may make no users (a managed Redis, or one before version 6), or is itself another user than the
 * default one, it goes on as it is.
 *
 * @throws Error where the user was made and cannot be used
 */
export async function becomeCallersUser(connection: Connection, secret: string): Promise<void> {
  const digest = (about: string) =>
    createHash('sha256')
      .update(`${about} ${secret || ownSecret}`)
      .digest('hex');
  const name = `gateway-callers-${digest('name').slice(0, 8)}`;
  const password = digest('password');
  const send = (...args: string[]) => ask(connection, encodeCommand(args.map(toByteString)), 1);
  // Another user than the default has the rights that somebody chose for it.
  const [user] = await send('ACL', 'WHOAMI');
  if (user !== 'default') return;
  const rules = ['reset', 'on', `>${password}`, '~*', '&*', '+@all', ...denied];
  const [made] = await send('ACL', 'SETUSER', name, ...rules);
  if (made instanceof Error) return;
  const [signedIn] = await send('AUTH', name, password);
  if (signedIn instanceof Error) throw signedIn;
}
