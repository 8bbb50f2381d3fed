import type { Redis } from '@upstash/redis';
import { defineProof } from '../../proof';
import { maxBatch } from './contract';
import { createClaims, createRoles, createSets } from './index';
import { keys } from './keys';

const visitors = Array.from({ length: 5_000 }, (_, index) => `visitor-${index}`);
const role = 'admin';
const users = Array.from({ length: 6 }, (_, index) => `user-${index}`);
const claimants = ['ann', 'ben', 'cyd'];

/** One write of a process. Between two of them it may die. */
type Step = () => Promise<unknown>;

/** What one side of the proof does; both meet the same crashes and the same interleaving. */
interface Side {
  /** Every key that the side may write. */
  keys: string[];
  fill(redis: Redis): Promise<unknown>;
  /** Counts the visitors. @returns the count, and the answer that it was taken from */
  count(redis: Redis): Promise<{ count: number; answer: unknown }>;
  grant(redis: Redis, user: string): Step[];
  revoke(redis: Redis, user: string): Step[];
  /** Whether a user has the role, by the user's roles and by the role's users. */
  directions(redis: Redis, user: string): Promise<[boolean, boolean]>;
  /** Claims a name. @returns whether it was won */
  claim(redis: Redis, owner: string): Promise<boolean>;
}

/**
 * The snippet's way with sets, and this room, under one schedule: 5 000 visitors are counted, processes die
 * after each of their writes while they grant and revoke a role, and three claim one name, the first of whom loses the
 * answer.
 */
export const prove = defineProof({
  slug: 'sets',
  sides: { naive, safe },

  async play(side, { redis, client, say }) {
    await side.fill(redis);
    const { count, answer } = await side.count(redis);
    say('reader', `counts ${count.toLocaleString('en')} visitors`);
    const bytes = new TextEncoder().encode(JSON.stringify({ result: answer })).length;

    // Each user is granted the role, or loses it, by a process that dies after 0, 1, 2, … of its writes.
    for (const [index, user] of users.entries()) {
      const revokes = index % 2 === 1;
      if (revokes) for (const step of side.grant(redis, user)) await step();
      const steps = revokes ? side.revoke(redis, user) : side.grant(redis, user);
      const written = Math.min(Math.floor(index / 2), steps.length);
      for (const step of steps.slice(0, written)) await step();
      say(
        user,
        revokes ? `loses the role ${role}` : `gets the role ${role}`,
        `process killed after ${written} of ${steps.length} writes`,
      );
    }
    const directions = await Promise.all(users.map((user) => side.directions(redis, user)));
    const disagree = directions.filter(([one, other]) => one !== other).length;

    const lossy = client({ dropAnswer: (request) => request === 1 });
    let winners = 0;
    for (const [index, owner] of claimants.entries()) {
      say(owner, 'claims the name', ...(index === 0 ? ['answer lost, sent again'] : []));
      if (await side.claim(index === 0 ? lossy : redis, owner)) winners++;
    }
    return { bytes, disagree, winners };
  },

  measures: (measure) => [
    measure(
      'bytes',
      'Sent to count 5,000 visitors',
      '≤ 100 bytes, for one number',
      (n) => n <= 100,
      'B',
    ),
    measure('disagree', 'Users whose roles disagree with the role', '0', 0),
    measure('winners', 'Winners of one name, an answer lost', '1', 1),
  ],
});

/** The snippet, its keys below the proof's prefix, with the second direction that it lacks. */
function naive(prefix: string): Side {
  const seen = `${prefix}:page:home:visitors`;
  const usersIn = `${prefix}:role:${role}`;
  const rolesOf = (user: string) => `${prefix}:user:${user}:roles`;
  const taken = `${prefix}:names`;
  return {
    keys: [seen, usersIn, taken, ...users.map(rolesOf)],
    fill: (redis) => redis.sadd(seen, ...(visitors as [string, ...string[]])),
    async count(redis) {
      const answer = await redis.smembers(seen);
      return { count: answer.length, answer };
    },
    grant: (redis, user) => [
      () => redis.sadd(usersIn, user),
      () => redis.sadd(rolesOf(user), role),
    ],
    revoke: (redis, user) => [
      () => redis.srem(usersIn, user),
      () => redis.srem(rolesOf(user), role),
    ],
    async directions(redis, user) {
      const [one, other] = await Promise.all([
        redis.sismember(rolesOf(user), role),
        redis.sismember(usersIn, user),
      ]);
      return [one === 1, other === 1];
    },
    // SADD says whether it was new: of all who ask at once one is told so.
    claim: async (redis) => (await redis.sadd(taken, 'the-name')) === 1,
  };
}

/** This room. */
function safe(prefix: string): Side {
  const set = 'visitors';
  const roles = (redis: Redis) => createRoles(redis, { prefix });
  const sets = (redis: Redis) => createSets(redis, { prefix });
  return {
    keys: [
      keys.members({ prefix, set }),
      keys.estimate({ prefix, set }),
      keys.claim({ prefix, name: 'the-name' }),
      keys.usersIn({ prefix, role }),
      ...users.map((user) => keys.rolesOf({ prefix, user })),
    ],
    async fill(redis) {
      for (let from = 0; from < visitors.length; from += maxBatch)
        await sets(redis).add(set, visitors.slice(from, from + maxBatch));
    },
    async count(redis) {
      const count = await sets(redis).count(set);
      return { count, answer: count };
    },
    grant: (redis, user) => [() => roles(redis).grant(role, user)],
    revoke: (redis, user) => [() => roles(redis).revoke(role, user)],
    async directions(redis, user) {
      const [mine, page] = await Promise.all([
        roles(redis).rolesOf(user),
        roles(redis).usersIn(role),
      ]);
      return [mine.includes(role), page.users.includes(user)];
    },
    claim: async (redis, owner) =>
      (await createClaims(redis, { prefix }).claim('the-name', owner)).claimed,
  };
}
