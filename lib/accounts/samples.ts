import type { Redis } from '@upstash/redis';
import { createRoles } from '../patterns/sets/roles';
import type { Account, UserDirectory } from './directory';
import { keys } from './keys';
import { hashPassword } from './password';

/** Accounts to try the app with. Their passwords are public: they are for a run on one's own machine only. */
export const sampleAccounts = [
  { name: 'ada', password: 'sample-ada', admin: true },
  { name: 'ben', password: 'sample-ben', admin: false },
  { name: 'cyd', password: 'sample-cyd', admin: false },
] as const;

const made = new Map<string, Promise<Account>>();

/** Adds the samples to a directory; an account of its own goes before a sample of the same name. */
export function withSampleAccounts(directory: UserDirectory): UserDirectory {
  return {
    async find(name) {
      const own = await directory.find(name);
      const sample = sampleAccounts.find((candidate) => candidate.name === name);
      if (own || !sample) return own;
      if (!made.has(name)) made.set(name, makeAccount(sample));
      return made.get(name);
    },
  };
}

async function makeAccount({ name, password }: (typeof sampleAccounts)[number]): Promise<Account> {
  return { name, passwordHash: await hashPassword(password) };
}

/**
 * Gives the samples their roles, the first time that it is called on a Redis: one that an admin takes from them later
 * stays taken. A crash in between repeats what changes nothing.
 */
export async function grantSampleRoles(redis: Redis, { prefix = 'rp' } = {}): Promise<void> {
  const ready = keys.samplesReady({ prefix });
  if ((await redis.exists(ready)) === 1) return;
  const roles = createRoles(redis, { prefix });
  const admins = sampleAccounts.filter(({ admin }) => admin);
  await Promise.all(admins.map(({ name }) => roles.grant('admin', name)));
  await redis.set(ready, '1');
}

/** True where the launcher runs the app on this machine and offers the samples. A deployment has none. */
export function offersSamples(env: Record<string, string | undefined> = process.env): boolean {
  return env.SAMPLE_ACCOUNTS === '1';
}
