import { parseArgs } from 'node:util';
import { createClient } from '../redis/client';
import { sharedTransport } from '../redis/shared';
import { keys as sessionKeys } from '../patterns/sessions/keys';
import { userOf } from '../patterns/sessions/id';
import { accountName } from './directory';
import { hashPassword } from './password';
import { createRedisDirectory } from './redis-directory';
import { readPassword } from './read-password';

const usage = `Usage: npm run account -- add NAME [--admin]    (reads the password from the standard input)
       npm run account -- remove NAME`;
const leastLength = 12;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { admin: { type: 'boolean', default: false } },
});
const [action, given = ''] = positionals;
const name = accountName(given);
if (positionals.length !== 2 || (action !== 'add' && action !== 'remove')) fail(usage);
else if (name === undefined)
  fail('A name has letters, digits and . _ - only, begins with a letter or a digit, 64 at most.');
else {
  try {
    await (action === 'add' ? add(name) : remove(name));
  } finally {
    await sharedTransport().close();
  }
}

async function add(name: string): Promise<void> {
  const password = await readPassword(`Password for ${name}: `);
  if (password.length < leastLength)
    return fail(`A password has at least ${leastLength} characters.`);
  const roles = values.admin ? ['admin'] : [];
  await directory().put({ name, roles, passwordHash: await hashPassword(password) });
  await signOutEverywhere(name);
  say(`${name} can sign in${values.admin ? ', as an admin' : ''}.`);
}

async function remove(name: string): Promise<void> {
  if (!(await directory().remove(name))) return fail(`There is no account ${name}.`);
  await signOutEverywhere(name);
  say(`${name} is removed and signed out everywhere.`);
}

/** Without its epoch no session of a user is accepted; what is left of them goes when it is next due. */
async function signOutEverywhere(name: string): Promise<void> {
  const user = await userOf(name);
  await client().unlink(sessionKeys.epoch({ prefix: 'rp', shard: 0, user }));
}

function client() {
  return createClient(sharedTransport());
}

function directory() {
  return createRedisDirectory(client());
}

function say(message: string): void {
  process.stdout.write(`${message}\n`);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
