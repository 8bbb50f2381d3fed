import type { Account, UserDirectory } from './directory';
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

async function makeAccount(sample: (typeof sampleAccounts)[number]): Promise<Account> {
  const roles = sample.admin ? ['admin'] : [];
  return { name: sample.name, roles, passwordHash: await hashPassword(sample.password) };
}

/** True where the launcher runs the app on this machine and offers the samples. A deployment has none. */
export function offersSamples(env: Record<string, string | undefined> = process.env): boolean {
  return env.SAMPLE_ACCOUNTS === '1';
}
