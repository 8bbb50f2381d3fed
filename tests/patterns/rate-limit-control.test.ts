import { describe, expect, test } from 'vitest';
import {
  createRateLimit,
  createStatusRecorder,
  rateLimitHeaders,
  readStatus,
} from '@/lib/patterns/rate-limit';
import { keys, maxBlocks, maxNames } from '@/lib/patterns/rate-limit/keys';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { createSend } from '@/lib/redis/send';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { withinOneMinute } from '../support/clock';
import { bucket, fixed, freshLimiters, log, who } from '../support/rate-limits';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const fresh = freshLimiters();

describe.each([fixed(5), log(5), bucket(5)])('by hand, $algorithm', (limit) => {
  test('a reset gives all of it back', async () => {
    const { limiter } = fresh(limit);
    expect(await limiter.reset('p', who)).toBe(false);
    await limiter.check('p', who, { cost: 5 });
    expect(await limiter.reset('p', who)).toBe(true);
    expect(await limiter.peek('p', who)).toMatchObject({ remaining: 5 });
  });

  test('an override holds for its time, and what was spent stays spent', async () => {
    const { limiter, clock } = fresh(limit);
    await limiter.check('p', who, { cost: 5 });
    await limiter.override('p', who, { limits: [20], forMs: 5_000 });
    const raised = { allowed: true, overridden: true, limit: 20 };
    expect(await limiter.check('p', who)).toMatchObject(raised);
    expect(await limiter.peek('p', 'ben')).toMatchObject({ overridden: false, limit: 5 });
    await clock.advance(5_001);
    expect(await limiter.peek('p', who)).toMatchObject({ overridden: false, limit: 5 });
  });

  test('an override of a caller who has no record yet, downwards', async () => {
    const { limiter } = fresh(limit);
    await limiter.override('p', who, { limits: [1], forMs: 600_000 });
    expect(await limiter.check('p', who)).toMatchObject({ allowed: true, limit: 1 });
    expect(await limiter.check('p', who)).toMatchObject({ allowed: false, remaining: 0 });
    await limiter.reset('p', who);
    expect(await limiter.peek('p', who)).toMatchObject({ limit: 5, overridden: false });
  });

  test('a block refuses all until its end, and is listed', async () => {
    const { limiter, clock } = fresh(limit);
    const { until } = await limiter.block('p', who, { forMs: 120_000 });
    const blocked = { allowed: false, reason: 'blocked', remaining: 5 };
    const decision = await limiter.check('p', who);
    expect(decision).toMatchObject(blocked);
    expect(decision.retryAfterMs).toBeGreaterThan(119_000);
    expect(await limiter.blocks()).toEqual([{ policy: 'p', identifier: who, until }]);
    await clock.advance(120_000);
    expect(await limiter.check('p', who)).toMatchObject({ allowed: true });
  });

  test.each([1_000, 61_000, 3_600_000])(
    'a clock of Redis that goes back by %i ms locks nobody out, and gives nothing away',
    async (back) => {
      const { limiter, clock } = fresh(limit);
      await limiter.check('p', who, { cost: 3 });
      await clock.advance(-back);
      const within = await limiter.check('p', who, { cost: 3 });
      expect(within).toMatchObject({ allowed: false });
      expect(within.retryAfterMs).toBeLessThanOrEqual(61_000 + Math.min(back, 60_000));
      await clock.advance(within.retryAfterMs! + 1);
      expect(await limiter.check('p', who, { cost: 3 })).toMatchObject({ allowed: true });
    },
  );

  test.each([60_000, 3_600_000])(
    'a block and an override after a step of %i ms back hold for their time',
    async (back) => {
      const { limiter, clock } = fresh(limit);
      for (let i = 0; i < 4; i++) {
        await limiter.check('p', who);
        await clock.advance(30_000);
      }
      await clock.advance(-back);
      await limiter.override('p', who, { limits: [7], forMs: 60_000 });
      await limiter.block('p', who, { forMs: 10_000 });
      const blocked = { allowed: false, reason: 'blocked', overridden: true };
      expect(await limiter.check('p', who)).toMatchObject(blocked);
      await clock.advance(9_000);
      expect(await limiter.check('p', who)).toMatchObject(blocked);
      await clock.advance(1_001);
      expect(await limiter.check('p', who)).toMatchObject({ allowed: true, overridden: true });
    },
  );

  test.each([0, -1, 1_000.5, NaN, Infinity, 32 * 86_400_000])(
    'a duration of %d ms is refused, and changes nothing',
    async (forMs) => {
      const { limiter } = fresh(limit);
      await limiter.block('p', who, { forMs: 60_000 });
      await expect(limiter.block('p', who, { forMs })).rejects.toThrow(RangeError);
      await expect(limiter.override('p', who, { limits: [9], forMs })).rejects.toThrow(RangeError);
      expect(await limiter.check('p', who)).toMatchObject({ reason: 'blocked', overridden: false });
    },
  );

  test.each([0, -1, 1.5, NaN, Infinity, 1_000_001])(
    'an override of %d is refused, and changes nothing',
    async (own) => {
      const { limiter } = fresh(limit);
      const override = limiter.override('p', who, { limits: [own], forMs: 60_000 });
      await expect(override).rejects.toMatchObject({ code: 'invalid_request' });
      expect(await limiter.check('p', who)).toMatchObject({ overridden: false, limit: 5 });
    },
  );

  test('a block outlives the record that it was written into', async () => {
    const { limiter, clock } = fresh(limit);
    await limiter.check('p', who);
    await limiter.block('p', who, { forMs: 3_600_000 });
    await clock.advance(1_800_000);
    expect(await limiter.check('p', who)).toMatchObject({ reason: 'blocked' });
  });

  test('a block can be lifted, and outlives a reset', async () => {
    const { limiter } = fresh(limit);
    await limiter.check('p', who);
    await limiter.block('p', who, { forMs: 120_000 });
    await limiter.reset('p', who);
    expect(await limiter.peek('p', who)).toMatchObject({ reason: 'blocked' });
    expect(await limiter.unblock('p', who)).toBe(true);
    expect(await limiter.check('p', who)).toMatchObject({ allowed: true });
    expect(await limiter.blocks()).toEqual([]);
  });
});

test('a fixed window that is used up late is no longer for a clock that goes back', async () => {
  const { limiter, clock } = fresh(fixed(3, 3_600_000));
  await limiter.check('p', who);
  await clock.advance(50 * 60_000);
  await limiter.check('p', who, { cost: 2 });
  await clock.advance(-30 * 60_000);
  const { allowed, retryAfterMs } = await limiter.check('p', who);
  expect(allowed).toBe(false);
  // Ten minutes were left, and the last receipt tells the time to a minute.
  expect(retryAfterMs).toBeLessThanOrEqual(11 * 60_000);
});

test('an override of a bucket to less than a burst gives no time away', async () => {
  const { limiter, clock } = fresh({ ...bucket(1_200), burst: 300 });
  await limiter.override('p', who, { limits: [1], forMs: 600_000 });
  const allowed: boolean[] = [];
  for (let second = 0; second < 60; second += 5) {
    allowed.push((await limiter.check('p', who)).allowed);
    await clock.advance(5_000);
  }
  expect(allowed.filter(Boolean)).toHaveLength(1);
});

test('an override of a sliding log is bounded as its policy is', async () => {
  const { limiter } = fresh(log(5));
  const override = (limit: number) => limiter.override('p', who, { limits: [limit], forMs: 1_000 });
  await expect(override(10_001)).rejects.toMatchObject({
    code: 'invalid_request',
    fields: [{ field: 'body/limits/0', message: 'A whole number from 1 to 10000' }],
  });
  await override(10_000);
});

test('an override states every limit of the policy', async () => {
  const { limiter, key } = fresh([fixed(5), log(5)]);
  const short = limiter.override('p', who, { limits: [1], forMs: 1_000 });
  await expect(short).rejects.toMatchObject({
    code: 'invalid_request',
    fields: [{ field: 'body/limits' }],
  });
  expect(await redis.exists(key)).toBe(0);
});

test('the list of blocks is bounded; a block that fell off it still holds', async () => {
  const { prefix, limiter } = fresh(fixed(5));
  await limiter.block('p', who, { forMs: 60_000 });
  const many = Array.from({ length: maxBlocks }, (_, index) => ({
    score: Date.now() + 120_000 + index,
    member: `p user-${index}`,
  }));
  await redis.zadd(keys.blocks({ prefix }), many[0]!, ...many.slice(1));
  await limiter.block('p', 'ben', { forMs: 240_000 });
  expect(await redis.zcard(keys.blocks({ prefix }))).toBe(maxBlocks);
  const listed = await limiter.blocks();
  expect(listed).toHaveLength(100);
  expect(listed[0]).toMatchObject({ identifier: 'ben' });
  expect(await limiter.check('p', who)).toMatchObject({ reason: 'blocked' });
});

describe('status', () => {
  function recorded(client = redis) {
    const { prefix, policies } = fresh(fixed(3));
    const recorder = createStatusRecorder(() => client, { prefix, everyMs: 0 });
    const limiter = createRateLimit(redis, { prefix, policies, recorder });
    return { prefix, recorder, limiter };
  }

  test('counts what was allowed and refused, by policy and by identifier', async () => {
    await withinOneMinute();
    const { prefix, recorder, limiter } = recorded();
    for (let i = 0; i < 5; i++) await limiter.check('p', who);
    await limiter.check('p', 'ben with a space');
    await recorder.flush();
    await limiter.check('p', who);
    await recorder.flush();
    for (const range of ['1h', '24h'] as const) {
      const status = await readStatus(redis, { range }, { prefix });
      expect(status).toMatchObject({
        allowed: 4,
        refused: 3,
        policies: [{ policy: 'p', allowed: 4, refused: 3 }],
        topAllowed: [
          { policy: 'p', identifier: who, checks: 3 },
          { policy: 'p', identifier: 'ben with a space', checks: 1 },
        ],
        topRefused: [{ policy: 'p', identifier: who, checks: 3 }],
      });
      expect(status.series).toHaveLength(range === '1h' ? 60 : 24);
      expect(status.series.at(-1)).toMatchObject({ allowed: 4, refused: 3 });
    }
    const other = await readStatus(redis, { range: '1h', policy: 'q' }, { prefix });
    expect(other).toMatchObject({ allowed: 0, refused: 0, topAllowed: [], topRefused: [] });
    const sums = await readStatus(redis, { range: '1h', named: 0 }, { prefix });
    expect(sums).toMatchObject({ allowed: 4, refused: 3, topAllowed: [], topRefused: [] });
  });

  test('a flush whose answer is lost counts once, and nothing is written for nothing', async () => {
    await withinOneMinute();
    const send = dropAnswers(createSend(), (request) => request === 1);
    const transport = createTransport({ ...requireRedisConfig(), send, attempts: 1 });
    const { prefix, recorder } = recorded(createClient(transport));
    recorder.note('p', who, true);
    await expect(recorder.flush()).rejects.toMatchObject({ code: 'redis_unreachable' });
    recorder.note('p', who, false);
    await recorder.flush();
    await recorder.flush();
    await transport.close();
    expect(await readStatus(redis, { range: '1h' }, { prefix })).toMatchObject({
      allowed: 1,
      refused: 1,
    });
  });

  test('names are bounded, whoever comes', async () => {
    await withinOneMinute();
    const { prefix, recorder } = recorded();
    for (let round = 0; round < 10; round++) {
      for (let i = 0; i < 200; i++) recorder.note('p', `user-${round}-${i}`, true);
      await recorder.flush();
    }
    const bucketNumber = Math.floor(Date.now() / 3_600_000);
    const top = keys.top({ prefix, outcome: 'allowed', resolution: 'hour', bucket: bucketNumber });
    expect(await redis.zcard(top)).toBe(maxNames);
    // A newcomer takes over what its place had counted: so the places hold all that was named, 50 a flush.
    const scores = await redis.zrange<(string | number)[]>(top, 0, -1, { withScores: true });
    const held = scores
      .filter((_, at) => at % 2)
      .reduce<number>((sum, score) => sum + Number(score), 0);
    expect(held).toBe(10 * 50);
    const { allowed } = await readStatus(redis, { range: '24h' }, { prefix });
    expect(allowed).toBe(2_000);
  });
});

describe('headers', () => {
  test('of one limit', async () => {
    const { limiter } = fresh(fixed(1));
    const allowed = await limiter.check('p', who);
    expect(rateLimitHeaders(allowed, allowed.resetAt - 59_500)).toEqual({
      'ratelimit-policy': '"p";q=1;w=60',
      ratelimit: '"p";r=0;t=60',
    });
    const refused = await limiter.check('p', who);
    const headers = rateLimitHeaders(refused, refused.resetAt - 59_500);
    expect(headers['retry-after']).toBe(String(Math.ceil(refused.retryAfterMs! / 1_000)));
  });

  test('of several, each by a name of its own; where waiting is vain no Retry-After', async () => {
    const { limiter } = fresh([fixed(2, 1_000), bucket(10, 3_600_000)]);
    const decision = await limiter.check('p', who, { cost: 3 });
    const now = decision.limits[0]!.resetAt;
    expect(rateLimitHeaders(decision, now)).toEqual({
      'ratelimit-policy': '"p-1";q=2;w=1, "p-2";q=10;w=3600',
      ratelimit: '"p-1";r=2;t=0, "p-2";r=10;t=0',
    });
  });
});
