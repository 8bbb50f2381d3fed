import type { Redis } from '@upstash/redis';
import { defineProof } from '../../proof';
import { newOperationId, type OperationId } from '../../redis/operation-id';
import { createPipeline } from './index';
import { keys } from './keys';
import type { Step } from './steps';
import { userSteps } from './users';

/** Cached users that are invalidated together. */
const cached = 20;
/** Commands of the batch of which one is refused. */
const batchSize = 5;
/** What the caller adds while an answer gets lost. */
const additions = 10;
/** How often a user is renamed while a reader looks. */
const rounds = 8;

/** The request whose answer gets lost, by its number on the wire; a resend takes a number too. */
const lost = 1;

const group = 'proof';
const user = 'ann';

/** What one side of the proof does; both meet the same user, refusal, loss and reader. */
interface Side {
  /** Every key that the side may write. */
  keys: string[];
  /** Writes name, email, role and expiry of a user. `look` is a reader that comes by while it is under way. */
  update(redis: Redis, name: string, look: () => Promise<void>): Promise<unknown>;
  /** What a reader sees of the user at one moment: name and email. */
  look(redis: Redis): Promise<(string | null)[]>;
  invalidate(redis: Redis): Promise<unknown>;
  /** Five commands, the third on a value of another type. @returns how many outcomes the caller got to know */
  refused(redis: Redis): Promise<number>;
  /** Ten commands that add 1 each. */
  add(redis: Redis): Promise<unknown>;
  added(redis: Redis): Promise<number>;
}

/**
 * The snippet, as its made-up client would run it, and this room under one schedule: a user is updated, twenty cached
 * ones are invalidated, one of five commands is refused, an answer gets lost, and a reader looks on.
 */
export const prove = defineProof({
  slug: 'pipeline',
  sides: { naive, safe },

  async play(side, { redis, client, say, cost }) {
    const trips = () => cost().roundTrips;

    say('writer', 'updates a user: name, email, role, expiry');
    let before = trips();
    await side.update(redis, 'ann-0', async () => undefined);
    const updateTrips = trips() - before;

    say('writer', `invalidates ${cached} cached users`);
    before = trips();
    await side.invalidate(redis);
    const invalidateTrips = trips() - before;

    let torn = 0;
    const onlooker = client();
    for (let round = 1; round <= rounds; round++) {
      say('writer', `renames the user to ann-${round}`);
      say('reader', 'looks at name and email in one command', 'in the middle of the update');
      await side.update(redis, `ann-${round}`, async () => {
        const [fullName, email] = await side.look(onlooker);
        if (email !== `${fullName}@example.com`) torn++;
      });
    }

    say('writer', `sends ${batchSize} commands`, 'the third meets a value of another type');
    const told = await side.refused(redis);

    say('writer', `adds 1, ${additions} times`, 'the first answer is lost, sent again');
    await side.add(client({ dropAnswer: (request) => request === lost }));
    const added = await side.added(redis);
    return { updateTrips, invalidateTrips, torn, told, added };
  },

  measures: (measure) => [
    measure('updateTrips', "Round trips for a user's four commands", '1', 1),
    measure('invalidateTrips', `Round trips to invalidate ${cached} users`, '1', 1),
    measure('torn', `Looks of ${rounds} that saw half an update`, '0', 0),
    measure(
      'told',
      `Outcomes known, of ${batchSize} with one refused`,
      String(batchSize),
      batchSize,
    ),
    measure('added', `Added, ${additions} wanted, one answer lost`, String(additions), additions),
  ],
});

/** The snippet, its keys below the proof's prefix. Its pipeline takes closures, and has to call them to run them. */
function naive(prefix: string): Side {
  const [name, email, roles, text, count] = ['name', 'email', 'roles', 'text', 'count'].map(
    (part) => `${prefix}:user:${user}:${part}`,
  ) as [string, string, string, string, string];
  const entries = Array.from({ length: cached }, (_, index) => `${prefix}:cached:${index}`);
  async function oneByOne(closures: (() => Promise<unknown>)[], between = async () => {}) {
    for (const [index, closure] of closures.entries()) {
      if (index === 1) await between();
      await closure();
    }
  }
  return {
    keys: [name, email, roles, text, count, ...entries],
    update: (redis, fullName, look) =>
      oneByOne(
        [
          async () => redis.set(name, fullName),
          async () => redis.set(email, `${fullName}@example.com`),
          async () => redis.sadd(roles, 'user'),
          async () => redis.expire(name, 3600),
        ],
        look,
      ),
    look: (redis) => redis.mget<(string | null)[]>(name, email),
    invalidate: (redis) => oneByOne(entries.map((key) => async () => redis.del(key))),
    async refused(redis) {
      const batch = redis.pipeline();
      for (let i = 0; i < batchSize; i++) {
        if (i === 2) batch.sadd(name, 'a member');
        else batch.set(text, i);
      }
      // The client's own pipeline, as its documentation shows it: it throws where one command failed.
      const known = await batch.exec().catch(() => []);
      return known.length;
    },
    add: (redis) => {
      const batch = redis.pipeline();
      for (let i = 0; i < additions; i++) batch.incr(count);
      return batch.exec();
    },
    added: async (redis) => Number(await redis.get<string>(count)),
  };
}

/** This room. */
function safe(prefix: string): Side {
  const batches = (redis: Redis) => createPipeline(redis, { prefix });
  const profile = keys.profile({ prefix, user });
  const key = (name: string) => `{${prefix}:${group}}:${name}`;
  const names = Array.from({ length: cached }, (_, index) => `cached-${index}`);
  const entries = names.map((name) => keys.profile({ prefix, user: name }));
  const operationId: OperationId = newOperationId();
  // The batch is one chunk, the first of its first round.
  const receipt = keys.receipt({ prefix, group, id: `${operationId.id}.0.0` });
  return {
    keys: [profile, keys.roles({ prefix, user }), key('text'), key('count'), ...entries, receipt],
    // The reader is sent in the same moment: it comes before the whole update, or after it.
    update: (redis, fullName, look) => {
      const line = { id: user, name: fullName, email: `${fullName}@example.com`, roles: ['user'] };
      return Promise.all([batches(redis).runAtomic(userSteps(prefix, line)), look()]);
    },
    look: async (redis) =>
      (await redis.hmget(profile, 'name', 'email')) as unknown as (string | null)[],
    invalidate: (redis) =>
      batches(redis).run(
        entries.map(
          (entry): Step =>
            (batch) =>
              batch.unlink(entry),
        ),
      ),
    async refused(redis) {
      const steps = Array.from(
        { length: batchSize },
        (_, i): Step =>
          (batch) =>
            i === 2 ? batch.sadd(key('text'), 'a member') : batch.set(key('text'), i),
      );
      const outcomes = await batches(redis).run(steps);
      return outcomes.filter((outcome) => outcome.ok || outcome.reason === 'refused').length;
    },
    add: (redis) =>
      batches(redis).run(
        Array.from({ length: additions }, (): Step => (batch) => batch.incr(key('count'))),
        { once: { group, operationId } },
      ),
    added: async (redis) => Number(await redis.get<string>(key('count'))),
  };
}
