import type { Redis } from '@upstash/redis';
import { maxInvalidated, type ResultOfInvalidation } from './contract-bulk';
import { keys } from './keys';
import { unreachable, valueOf } from './reply';
import { runIndependent } from './run';
import type { Outcome } from './steps';

/** What is forgotten: users by name, or all that one import wrote. */
export type Invalidated = { users: readonly string[] } | { import: string };

/** Users of an import that are forgotten together. */
const page = 500;

export async function invalidate(
  redis: Redis,
  prefix: string,
  what: Invalidated,
): Promise<ResultOfInvalidation> {
  if ('users' in what)
    return { ...(await forget(redis, prefix, [...new Set(what.users)])), left: 0 };

  const tagged = keys.users({ prefix, id: what.import });
  const all: ResultOfInvalidation = { forgotten: 0, missing: 0, failed: [], left: 0 };
  for (let looked = 0; looked < maxInvalidated; looked += page) {
    // Not taken out with SPOP: whose answer got lost, its users would stay behind, and nobody knew of them.
    const users = (await redis.srandmember<string[]>(tagged, page)) ?? [];
    if (users.length === 0) return { ...all, left: 0 };
    const { forgotten, missing, failed } = await forget(redis, prefix, users);
    all.forgotten += forgotten;
    all.missing += missing;
    all.failed.push(...failed);
    const kept = new Set(failed.map(({ user }) => user));
    const gone = users.filter((user) => !kept.has(user)) as [string, ...string[]];
    if (gone.length === 0) break;
    const [, left] = await runIndependent(
      redis,
      [(batch) => batch.srem(tagged, ...gone), (batch) => batch.scard(tagged)],
      prefix,
      {},
    );
    all.left = valueOf(left as Outcome<number>);
    if (all.left === 0) break;
  }
  return all;
}

/** Both keys of a user lie in one slot and go in one command; a user is one outcome. */
async function forget(redis: Redis, prefix: string, users: readonly string[]) {
  const outcomes = await runIndependent(
    redis,
    users.map((user) => {
      const own = [keys.profile({ prefix, user }), keys.roles({ prefix, user })] as const;
      return (batch) => batch.unlink(...own);
    }),
    prefix,
    { retry: { times: 2 } },
  );
  const result = { forgotten: 0, missing: 0, failed: [] as { user: string; message: string }[] };
  outcomes.forEach((outcome, index) => {
    if (outcome.ok) result[Number(outcome.value) > 0 ? 'forgotten' : 'missing']++;
    else if (outcome.reason === 'refused')
      result.failed.push({ user: users[index]!, message: outcome.error });
    else throw unreachable('Redis cannot be reached at the moment. The same call again goes on.');
  });
  return result;
}
