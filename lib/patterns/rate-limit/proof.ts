import type { Redis } from '@upstash/redis';
import { defineProof, type ProofStage } from '../../proof';
import { createDenialCache, createRateLimit, type Policy } from './index';
import { keys } from './keys';

const limit = 10;
const windowMs = 2_000;
/** How many calls a burst has: more than the limit, so that some are refused. */
const burst = 12;
const charged = 5;

/** The requests whose answers get lost while calls are counted, by their number on the wire. */
const lost = new Set([3, 5]);

const callers = ['bursting', 'resending', 'crashing'] as const;
type CallerName = (typeof callers)[number];

/** One way to limit; every caller has its own key. */
interface Side {
  /** Every key that the side may write. */
  keys: string[];
  /** @returns true where the call is let through */
  check(redis: Redis, caller: CallerName): Promise<boolean>;
  /** A check whose process dies after the first command that it sends. */
  crash(redis: Redis): Promise<unknown>;
  /** How many calls were charged to a caller. */
  charged(redis: Redis, caller: CallerName): Promise<number>;
  key(caller: CallerName): string;
}

/**
 * The snippet with INCR and EXPIRE, and a sliding log of this room, under one schedule: a burst at the end of a
 * window and one at the beginning of the next, calls whose answers get lost, and a process that dies in between.
 */
export const prove = defineProof({
  slug: 'rate-limit',
  sides: { naive, safe },
  together: true,

  async play(side, { redis, client, say }) {
    const edge = await atTheEdge(side, redis, say);

    const faulty = client({ dropAnswer: (request) => lost.has(request) });
    say('resending', `${charged} calls`, 'the answers to two are lost, sent again');
    for (let i = 0; i < charged; i++) await side.check(faulty, 'resending');

    say('crashing', 'one call', 'its process dies after the first command');
    await side.crash(redis);

    return {
      ...edge,
      charged: await side.charged(redis, 'resending'),
      immortal: (await redis.pttl(side.key('crashing'))) === -1 ? 1 : 0,
    };
  },

  measures: (measure) => [
    measure('admitted', 'Let through within one window', `≤ ${limit}`, (n) => n <= limit),
    measure('refusedCharged', 'Refused calls that were charged', '0', 0),
    measure('charged', `Charged for ${charged} calls, 2 answers lost`, `${charged}`, charged),
    measure('immortal', 'Callers locked out for ever by a crash', '0', 0),
  ],
});

/**
 * Opens a window, waits for its last quarter, bursts, waits for its edge, bursts again. Both bursts lie within one
 * window's length, measured from before the first call to after the last; where a busy machine stretched them over
 * more, nothing is shown and it is done again.
 */
async function atTheEdge(side: Side, redis: Redis, say: ProofStage['say']) {
  for (let attempt = 1; ; attempt++) {
    await redis.unlink(side.key('bursting'));
    const opened = performance.now();
    await side.check(redis, 'bursting');
    await until(opened + windowMs * 0.75);
    const begun = performance.now();
    const first = await burstOf(side, redis);
    const chargedAtEdge = await side.charged(redis, 'bursting');
    await until(opened + windowMs + 50);
    const second = await burstOf(side, redis);
    const took = performance.now() - begun;
    if (took >= windowMs && attempt < 3) continue;
    if (took >= windowMs)
      throw new Error('This machine is too busy: two bursts took a whole window');
    say('bursting', `one call opens a window of ${windowMs / 1_000} s for ${limit}`);
    say('bursting', `${burst} calls in its last quarter`);
    say('bursting', `${burst} calls ${Math.round(took)} ms later, past its edge`);
    return { admitted: first + second, refusedCharged: chargedAtEdge - 1 - first };
  }
}

async function burstOf(side: Side, redis: Redis): Promise<number> {
  let admitted = 0;
  for (let i = 0; i < burst; i++) if (await side.check(redis, 'bursting')) admitted++;
  return admitted;
}

/** The edge of a window is a matter of real time, on a real Redis: it is waited for. */
function until(moment: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, moment - performance.now()));
}

/** The snippet, its keys below the proof's prefix. */
function naive(prefix: string): Side {
  const key = (caller: CallerName) => `ratelimit:${prefix}:${caller}`;
  return {
    keys: callers.map(key),
    key,
    async check(redis, caller) {
      const count = await redis.incr(key(caller));
      if (count === 1) await redis.expire(key(caller), windowMs / 1_000);
      return count <= limit;
    },
    crash: (redis) => redis.incr(key('crashing')),
    charged: async (redis, caller) => Number(await redis.get<string>(key(caller))),
  };
}

/** This room, its memory of refusals off: every call asks Redis. */
function safe(prefix: string): Side {
  const policies: Policy[] = [
    {
      name: 'proof',
      limits: [{ algorithm: 'sliding-log', limit, windowMs }],
      onRedisDown: 'refuse',
    },
  ];
  const open = (redis: Redis) =>
    createRateLimit(redis, { prefix, policies, denials: createDenialCache({ max: 0 }) });
  const check = async (redis: Redis, caller: CallerName) =>
    (await open(redis).check('proof', caller)).allowed;
  const key = (caller: CallerName) => keys.record({ prefix, policy: 'proof', identifier: caller });
  return {
    keys: callers.map(key),
    key,
    check,
    // Its first command is its only one.
    crash: (redis) => check(redis, 'crashing'),
    charged: async (redis, caller) => limit - (await open(redis).peek('proof', caller)).remaining,
  };
}
