import { describe, expect, test } from 'vitest';
import { createDenialCache, createRateLimit, type Limit } from '@/lib/patterns/rate-limit';
import { bucket, fixed, freshLimiters, log, who } from '../support/rate-limits';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const fresh = freshLimiters();

describe('a newcomer, whom the process reckons, is told and charged what Redis reckons', () => {
  test.each<{ limits: Limit[]; cost: number }>([
    { limits: [fixed(5)], cost: 1 },
    { limits: [log(5)], cost: 5 },
    { limits: [bucket(7, 60_000)], cost: 3 },
    { limits: [{ ...bucket(3), burst: 8 }], cost: 8 },
    { limits: [{ ...bucket(8), burst: 3 }], cost: 4 },
    { limits: [log(9, 7_000), bucket(1_000, 3_600_000), fixed(100)], cost: 2 },
    { limits: [fixed(10), log(3)], cost: 4 },
  ])('$limits at a cost of $cost', async ({ limits, cost }) => {
    const { limiter } = fresh(limits);
    // Who was reset has a record in which nothing is spent: Redis decides.
    await limiter.check('p', 'reset');
    await limiter.reset('p', 'reset');
    for (const ask of [limiter.peek, limiter.check, limiter.check, limiter.peek]) {
      const answers = await Promise.all(['new', 'reset'].map((name) => ask('p', name, { cost })));
      const [newcomer, known] = answers.map(({ allowed, reason, limits: told }) => ({
        allowed,
        reason,
        limits: told.map(({ limit, remaining }) => ({ limit, remaining })),
        // The two were asked within one moment of each other.
        resetIn: Math.round((Math.max(...told.map(({ resetAt }) => resetAt)) - Date.now()) / 1_000),
      }));
      expect(newcomer).toEqual({ ...known, resetIn: expect.any(Number) });
      expect(Math.abs(newcomer!.resetIn - known!.resetIn)).toBeLessThanOrEqual(2);
    }
  });
});

describe('a record of another version', () => {
  const foreign = ['{"x":60000,"s":{"fixed-window:60000":[0,5]},"r":""}', '2|60000|||', '', '3|'];

  test.each(foreign)('%j counts as none, and a check replaces it', async (text) => {
    const { limiter, key } = fresh(fixed(5));
    await redis.set(key, text, { px: 60_000 });
    expect(await limiter.peek('p', who)).toMatchObject({ allowed: true, remaining: 5 });
    expect(await limiter.check('p', who, { cost: 6 })).toMatchObject({ allowed: false });
    expect(await redis.get<string>(key)).toBe(text);
    expect(await limiter.check('p', who, { cost: 2 })).toMatchObject({ remaining: 3 });
    expect(await limiter.check('p', who)).toMatchObject({ allowed: true, remaining: 2 });
  });

  test.each(foreign)('%j can be reset, blocked and overridden', async (text) => {
    const { limiter, key } = fresh(fixed(5));
    await redis.set(key, text, { px: 60_000 });
    expect(await limiter.reset('p', who)).toBe(false);
    await limiter.block('p', who, { forMs: 60_000 });
    expect(await limiter.check('p', who)).toMatchObject({ reason: 'blocked' });
    await redis.set(key, text, { px: 60_000 });
    await limiter.override('p', who, { limits: [9], forMs: 60_000 });
    expect(await limiter.check('p', who)).toMatchObject({ limit: 9, remaining: 8 });
  });
});

test('limits that are configured anew keep what was spent, whatever their order', async () => {
  const { prefix, limiter } = fresh([fixed(5), log(5)]);
  const anew = createRateLimit(redis, {
    prefix,
    policies: [{ name: 'p', limits: [log(6), bucket(9)], onRedisDown: 'refuse' }],
    denials: createDenialCache({ max: 0 }),
  });
  const left = ({ limits }: Awaited<ReturnType<typeof limiter.check>>) =>
    limits.map(({ remaining }) => remaining);
  expect(left(await limiter.check('p', who, { cost: 2 }))).toEqual([3, 3]);
  expect(left(await anew.check('p', who))).toEqual([3, 8]);
  expect(left(await limiter.check('p', who))).toEqual([2, 1]);
  expect(left(await anew.peek('p', who))).toEqual([2, 8]);
});

test('a block and an override stand beside each other, whatever is done between', async () => {
  const { limiter, clock } = fresh([fixed(5), log(5)]);
  await limiter.check('p', who);
  await limiter.override('p', who, { limits: [7, 8], forMs: 100_000 });
  await limiter.block('p', who, { forMs: 50_000 });
  expect(await limiter.peek('p', who)).toMatchObject({ reason: 'blocked', overridden: true });
  await limiter.unblock('p', who);
  const { limits } = await limiter.check('p', who);
  expect(limits).toMatchObject([
    { limit: 7, remaining: 5 },
    { limit: 8, remaining: 6 },
  ]);
  await clock.advance(100_001);
  expect(await limiter.peek('p', who)).toMatchObject({ overridden: false, limit: 5 });
});

test.each([';a,b|c=d', ';;;', '%d%s', 'é\0', ''])(
  'the id %j is kept apart from the record around it',
  async (id) => {
    const { limiter } = fresh(fixed(9));
    const operationId = () => ({ id, fingerprint: '|;,=' });
    await limiter.check('p', who);
    const first = await limiter.check('p', who, { operationId: operationId() });
    await limiter.check('p', who);
    const again = operationId();
    expect(await limiter.check('p', who, { operationId: again })).toMatchObject({
      allowed: true,
      remaining: first.remaining,
    });
    expect(again).toMatchObject({ replayed: true });
    expect(await limiter.peek('p', who)).toMatchObject({ remaining: 6 });
  },
);
