import { createClaims } from '@/lib/patterns/sets';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

interface Claim {
  prefix: string;
  owner: string;
  names: string[];
}

/** Claims names for one owner, all at once. */
process.on('message', async ({ prefix, owner, names }: Claim) => {
  const claims = createClaims(createClient(sharedTransport()), { prefix });
  process.send!(await Promise.all(names.map((name) => claims.claim(name, owner))));
});
process.send!('ready');
