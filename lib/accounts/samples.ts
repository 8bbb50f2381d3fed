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

/**
 * True where the launcher offers the samples and nothing says that the request came from elsewhere. Behind a proxy or a
 * tunnel the server listens on loopback too, and a page may give its own name the address 127.0.0.1. One that rewrites
 * the host and adds no header cannot be told from this machine.
 */
export function offersSamples(request: Request): boolean {
  if (process.env.SAMPLE_ACCOUNTS !== '1') return false;
  const { headers } = request;
  // The server appends whom it saw, so a second entry is what a proxy wrote.
  const wasForwarded =
    (headers.get('x-forwarded-for') ?? '').includes(',') ||
    proxyHeaders.some((name) => headers.has(name));
  const hosts = ['host', 'x-forwarded-host'].flatMap((name) => headers.get(name) ?? []);
  return !wasForwarded && hosts.length > 0 && hosts.every(isLoopbackHost);
}

/** What proxies and tunnels say of whom they speak for, beside the `x-forwarded-…` that Next.js itself fills in. */
const proxyHeaders = ['forwarded', 'via', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip'];

function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(host);
}
