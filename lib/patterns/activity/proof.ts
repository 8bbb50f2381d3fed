import type { Redis } from '@upstash/redis';
import { defineProof } from '../../proof';
import { newOperationId } from '../../redis/operation-id';
import { dayMs, dayOf, startOf } from './calendar';
import { createActivity } from './index';
import { keys } from './keys';

const keep = 50;
const events = 120;
const pages = Array.from({ length: 12 }, (_, index) => `/page-${index + 1}`);
/** The order of the second visits: every page comes at another place than the first time. */
const again = pages.map((_, index) => pages[(5 * index + 7) % pages.length]!);
/** What one visitor does through two servers in turn, the clock of the second of which is slow. */
const clicks = ['1', '2', '3', '4', '5', '6'];
const slowMs = 5_000;
const users = { busy: 'ann', skewed: 'ben', weekly: ['cyd', 'dan'] } as const;
const [erased] = users.weekly;

/** What somebody does, seen by a server whose clock shows `clock`. */
interface Seen {
  user: string;
  subject: string;
  clock: number;
}

/** One way to keep activity; both meet the same users and clocks. */
interface Side {
  /** Every key that the side may write. */
  keys: string[];
  /** The Monday on which last week began. */
  monday: number;
  see(redis: Redis, seen: Seen): Promise<unknown>;
  /** A visit on an earlier day. */
  seeOn(redis: Redis, user: string, at: number): Promise<unknown>;
  /** What is kept of what a user did, oldest first. */
  timeline(redis: Redis, user: string): Promise<string[]>;
  /** The pages that a user visited, the last first. */
  visited(redis: Redis, user: string): Promise<string[]>;
  /** Users of last week. */
  week(redis: Redis): Promise<number>;
  erase(redis: Redis, user: string): Promise<unknown>;
  /** How many places still know, or count, the user that was erased. */
  traces(redis: Redis, user: string): Promise<number>;
}

/**
 * The snippet with a set of pages and a sorted set of activities, and this room, under one schedule: more events than
 * are to be kept, pages that are visited twice, two servers of which one has a slow clock, a week with three days each
 * of two users, and the erasure of one.
 */
export const prove = defineProof({
  slug: 'activity',
  sides: { naive, safe },

  async play(side, { redis, say }) {
    const see = (user: string, subject: string, clock = Date.now()) =>
      side.see(redis, { user, subject, clock });

    say(users.busy, `does ${events} things, all at once`);
    await Promise.all(Array.from({ length: events }, (_, n) => see(users.busy, `/thing-${n}`)));
    const kept = (await side.timeline(redis, users.busy)).length;

    for (const page of [...pages, ...again]) await see(users.skewed, page);
    say(users.skewed, `visits ${pages.length} pages, and then each again in another order`);
    const visited = await side.visited(redis, users.skewed);
    const recency = [...again].reverse().filter((page, index) => visited[index] === page).length;

    say(users.skewed, 'clicks six times, through two servers in turn', `one is ${slowMs} ms slow`);
    for (const [index, click] of clicks.entries())
      await see(users.skewed, click, Date.now() - (index % 2) * slowMs);
    const order = (await side.timeline(redis, users.skewed)).filter((one) => clicks.includes(one));
    const disorder = clicks.filter((click, index) => order[index] !== click).length;

    say(users.weekly.join(', '), 'come on Monday, Tuesday and Wednesday of last week');
    for (const day of [0, 1, 2])
      for (const user of users.weekly) await side.seeOn(redis, user, side.monday + day * dayMs);
    const week = await side.week(redis);

    say(erased, 'asks to be erased');
    await side.erase(redis, erased);
    const traces = await side.traces(redis, erased);
    return { kept, recency, disorder, week, traces };
  },

  measures: (measure) => [
    measure('kept', `Entries after ${events} events`, `${keep}, the newest`, keep),
    measure(
      'recency',
      'Pages in their place, the last visited first',
      `${pages.length}, all of them`,
      pages.length,
    ),
    measure('disorder', 'Events out of order, with a clock that is slow', '0, none', 0),
    measure('week', 'Users of a week, two who came on three days', '2, each once', 2),
    measure('traces', 'Places that know a user who was erased', '0, none', 0),
  ],
});

/** The Monday on which last week began. */
function lastMonday(): number {
  const today = dayOf(Date.now());
  return startOf(today - (today % 7) - 7);
}

/** The snippet, its keys below the proof's prefix; and the sets of a day's users that come next. */
function naive(prefix: string): Side {
  const monday = lastMonday();
  const ofUser = (user: string) => ({
    pages: `${prefix}:user:${user}:visited_pages`,
    activity: `${prefix}:user:${user}:activity`,
  });
  const dayKey = (at: number) => `${prefix}:active:${new Date(at).toISOString().slice(0, 10)}`;
  const days = [0, 1, 2, 3, 4, 5, 6].map((day) => dayKey(monday + day * dayMs));
  const everybody = [users.busy, users.skewed, ...users.weekly].map(ofUser);
  return {
    keys: [...days, ...everybody.flatMap(({ pages: set, activity }) => [set, activity])],
    monday,
    see: (redis, { user, subject, clock }) =>
      redis
        .pipeline()
        .sadd(ofUser(user).pages, subject)
        .zadd(ofUser(user).activity, { score: clock, member: subject })
        .exec(),
    seeOn: (redis, user, at) => redis.sadd(dayKey(at), user),
    timeline: (redis, user) => redis.zrange<string[]>(ofUser(user).activity, 0, -1),
    visited: (redis, user) => redis.smembers<string[]>(ofUser(user).pages),
    async week(redis) {
      const counts = await Promise.all(days.map((key) => redis.scard(key)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    erase: (redis, user) => redis.del(ofUser(user).pages, ofUser(user).activity),
    async traces(redis, user) {
      const found = await Promise.all(days.map((key) => redis.sismember(key, user)));
      return found.filter((isThere) => isThere === 1).length;
    },
  };
}

/** This room. */
function safe(prefix: string): Side {
  const monday = lastMonday();
  const calls = events + 2 * pages.length + clicks.length + 3 * users.weekly.length + 1;
  const ids = Array.from({ length: calls }, newOperationId);
  const unused = [...ids];
  const once = () => ({ operationId: unused.pop()! });
  const activity = (redis: Redis) => createActivity(redis, { prefix, keep });
  const week = async (redis: Redis) => {
    const { series } = await activity(redis).actives('12w');
    return series.find(({ at }) => at === monday)?.users ?? 0;
  };
  const everybody = [users.busy, users.skewed, ...users.weekly];
  const keysOf = (user: string) => [keys.timeline({ prefix, user }), keys.user({ prefix, user })];
  return {
    keys: [
      ...everybody.flatMap(keysOf),
      keys.actives({ prefix }),
      ...ids.map(({ id }) => keys.receipt({ prefix, id })),
    ],
    monday,
    see: (redis, { user, subject }) =>
      activity(redis).record(user, { type: 'page-view', subject }, once()),
    seeOn: (redis, user, at) =>
      activity(redis).record(user, { type: 'page-view', subject: '/' }, { ...once(), at }),
    async timeline(redis, user) {
      const { entries } = await activity(redis).timeline(user, { limit: 100 });
      return entries.map(({ subject }) => subject ?? '').reverse();
    },
    async visited(redis, user) {
      const { pages: found } = await activity(redis).summary(user);
      return found.map(({ page }) => page);
    },
    week,
    erase: (redis, user) => activity(redis).erase(user, once()),
    async traces(redis, user) {
      const left = await redis.exists(...keysOf(user));
      return left + (await week(redis)) - (users.weekly.length - 1);
    },
  };
}
