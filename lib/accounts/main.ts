import { parseArgs } from 'node:util';
import { sharedDatabase } from '../database/shared';
import { CodedError } from '../errors';
import { createApiKeys } from '../guard/api-keys';
import { createActivity } from '../patterns/activity';
import { createSessions } from '../patterns/sessions';
import { createRoles } from '../patterns/sets/roles';
import { createClient } from '../redis/client';
import { sharedTransport } from '../redis/shared';
import { accountName, createDirectory } from './directory';
import { hashPassword } from './password';
import { readPassword } from './read-password';

const usage = `Usage: npm run account -- add NAME [--admin]    (reads the password from the standard input)
       npm run account -- remove NAME                  (with its sessions, roles, API keys and timeline)`;
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
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    fail(error.message);
  }
}

async function add(name: string): Promise<void> {
  const password = await readPassword(`Password for ${name}: `);
  if (password.length < leastLength)
    return fail(`A password has at least ${leastLength} characters.`);
  await createDirectory(sharedDatabase()).put({
    name,
    passwordHash: await hashPassword(password),
  });
  // Whoever knew the password before is out; what the user may do is left as it is, unless more is asked for.
  await signOutEverywhere(name);
  if (values.admin) await createRoles(client()).grant('admin', name);
  say(`${name} can sign in${values.admin ? ', as an admin' : ''}.`);
}

async function remove(name: string): Promise<void> {
  // A run that was cut off after this is made good by the next.
  const wasThere = await createDirectory(sharedDatabase()).remove(name);
  await signOutEverywhere(name);
  // An account of this name that is made later is somebody else's.
  const roles = createRoles(client());
  for (const role of await roles.rolesOf(name)) await roles.revoke(role, name);
  const apiKeys = createApiKeys(client());
  for (const { handle, userId } of await apiKeys.list())
    if (userId === name) await apiKeys.revoke(handle);
  await createActivity(client()).erase(name);
  if (!wasThere) return fail(`There is no account ${name}. What it may have left behind is gone.`);
  say(`${name} is removed, with its sessions, roles, API keys and timeline.`);
  say('Left as they are: orders, the profile, scores, and what it said in chats.');
}

async function signOutEverywhere(name: string): Promise<void> {
  await createSessions(client()).revokeAll(name);
}

function client() {
  return createClient(sharedTransport());
}

function say(message: string): void {
  process.stdout.write(`${message}\n`);
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
