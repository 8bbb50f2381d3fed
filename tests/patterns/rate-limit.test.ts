import { describe, expect, test } from 'vitest';
import type { Limit } from '@/lib/patterns/rate-limit';
import checkSource from '@/lib/patterns/rate-limit/check.lua' with { type: 'text' };
import { createScript } from '@/lib/redis/script';
import { bucket, fixed, freshLimiters, log, who } from '../support/rate-limits';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const fresh = freshLimiters();

describe.each([fixed(5), log(5), bucket(5)])('$algorithm', (limit) => {
  test('allows its limit, then refuses with a time to wait', async () => {
    const { limiter } = fresh(limit);
    for (let left = 4; left >= 0; left--) {
      const decision = await limiter.check('p', who);
      expect(decision).toMatchObject({ allowed: true, limit: 5, remaining: left, retryAfterMs: 0 });
    }
    const refused = await limiter.check('p', who);
    expect(refused).toMatchObject({ allowed: false, reason: 'limited', remaining: 0 });
    const most = limit.algorithm === 'token-bucket' ? 12_000 : 60_001;
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(refused.retryAfterMs).toBeLessThanOrEqual(most);
    expect(await limiter.check('p', 'ben')).toMatchObject({ allowed: true, remaining: 4 });
  });

  test('a refusal takes nothing: the record is the same byte for byte', async () => {
    const { limiter, key } = fresh(limit);
    await limiter.check('p', who, { cost: 4 });
    const before = await redis.get<string>(key);
    for (let i = 0; i < 20; i++)
      expect(await limiter.check('p', who, { cost: 2 })).toMatchObject({ allowed: false });
    expect(await redis.get<string>(key)).toBe(before);
    expect(await limiter.check('p', who)).toMatchObject({ allowed: true, remaining: 0 });
  });

  test('the wait that a refusal tells is enough, and a tick less is not', async () => {
    const { limiter, clock } = fresh(limit);
    await limiter.check('p', who, { cost: 5 });
    const { retryAfterMs } = await limiter.check('p', who, { cost: 2 });
    await clock.advance(retryAfterMs! - 1_000);
    expect(await limiter.check('p', who, { cost: 2 })).toMatchObject({ allowed: false });
    await clock.advance(1_000);
    expect(await limiter.check('p', who, { cost: 2 })).toMatchObject({ allowed: true });
  });

  test('peeking takes nothing and says what a check would', async () => {
    const { limiter, key } = fresh(limit);
    expect(await limiter.peek('p', who)).toMatchObject({ allowed: true, remaining: 5 });
    expect(await redis.exists(key)).toBe(0);
    await limiter.check('p', who, { cost: 3 });
    for (let i = 0; i < 5; i++)
      expect(await limiter.peek('p', who)).toMatchObject({ allowed: true, remaining: 2 });
    expect(await limiter.peek('p', who, { cost: 3 })).toMatchObject({ allowed: false });
    expect(await limiter.check('p', who, { cost: 2 })).toMatchObject({ allowed: true });
  });

  test('a cost over the limit is refused for ever, and says so', async () => {
    const { limiter, key } = fresh(limit);
    const refused = { allowed: false, reason: 'cost_exceeds_limit', retryAfterMs: null };
    expect(await limiter.check('p', who, { cost: 6 })).toMatchObject(refused);
    expect(await redis.exists(key)).toBe(0);
    await limiter.check('p', who);
    expect(await limiter.check('p', who, { cost: 6 })).toMatchObject({ ...refused, remaining: 4 });
  });

  test('a record goes away when nothing in it matters any more', async () => {
    const { limiter, key } = fresh(limit);
    for (let i = 0; i < 8; i++) await limiter.check('p', who);
    const lives = await redis.pttl(key);
    expect(lives).toBeGreaterThan(0);
    expect(lives).toBeLessThanOrEqual(2 * 60_001);
  });

  test('random calls at random times are decided as by a model', async () => {
    // In thousands of seconds, so that no decision hangs on the milliseconds that the calls themselves take.
    const windowMs = 5_570_000;
    const { limiter, clock } = fresh({ ...limit, limit: 7, windowMs, burst: 7 });
    const model = createModel(limit.algorithm, 7, windowMs);
    await limiter.check('p', who);
    await clock.goTo(0);
    model(0, 1);
    const seed = randomSeed(limit.algorithm.length);
    let now = 0;
    for (let step = 0; step < 150; step++) {
      const passes = 1_000_000 * Math.floor(seed() * seed() * 4);
      now += passes;
      const cost = 1 + Math.floor(seed() * 3);
      // Never back: a bucket that was full a moment ago would be a moment from it.
      if (passes > 0) await clock.goTo(now);
      const { allowed, remaining } = await limiter.check('p', who, { cost });
      expect({ step, now, cost, allowed, remaining }).toEqual({
        step,
        now,
        cost,
        ...model(now, cost),
      });
    }
  });
});

describe('several limits', () => {
  const both = [log(3, 10_000), bucket(5, 3_600_000), fixed(100, 60_000)];

  test('are taken from together, and told each', async () => {
    const { limiter } = fresh(both);
    const { limits, limit, remaining } = await limiter.check('p', who, { cost: 2 });
    expect(limits.map((each) => each.remaining)).toEqual([1, 3, 98]);
    expect({ limit, remaining }).toEqual({ limit: 3, remaining: 1 });
  });

  test('or from none: what one refuses, no other is charged for', async () => {
    const { limiter, clock } = fresh(both);
    await limiter.check('p', who, { cost: 3 });
    for (let i = 0; i < 10; i++)
      expect(await limiter.check('p', who)).toMatchObject({ allowed: false, limit: 3 });
    await clock.advance(10_001);
    const { allowed, limits } = await limiter.check('p', who);
    expect(allowed).toBe(true);
    expect(limits.map((each) => each.remaining)).toEqual([2, 1, 96]);
  });

  test.each([
    ['last', [5_000, 50_000]],
    ['first', [50_000, 5_000]],
  ])('the longest wait is told, where it comes %s too', async (_, windows) => {
    const { limiter } = fresh(windows.map((windowMs) => fixed(1, windowMs)));
    await limiter.check('p', who);
    const { retryAfterMs } = await limiter.check('p', who);
    expect(retryAfterMs).toBeGreaterThan(45_000);
  });
});

test('a sliding log lets the quota back call by call, a fixed window all at its edge', async () => {
  for (const [limit, after] of [
    [log(4, 10_000), 2],
    [fixed(4, 10_000), 4],
  ] as const) {
    const { limiter, clock } = fresh(limit);
    await limiter.check('p', who, { cost: 2 });
    await clock.advance(6_000);
    await limiter.check('p', who, { cost: 2 });
    await clock.advance(5_000);
    expect(await limiter.peek('p', who)).toMatchObject({ remaining: after });
  }
});

test('who asks a sliding log for more waits until as many calls have left it', async () => {
  const { limiter, clock } = fresh(log(2));
  await limiter.check('p', who);
  await clock.advance(20_000);
  await limiter.check('p', who);
  const [one, both] = [await limiter.peek('p', who), await limiter.peek('p', who, { cost: 2 })];
  expect(both.retryAfterMs! - one.retryAfterMs!).toBeGreaterThan(10_000);
});

test.each([
  ['a sliding log counts a call for its window and a tick', log(1, 1_000), 1_000],
  ['a fixed window lasts for its time', fixed(1, 1_000), 999],
])('%s, and not a tick more', async (_, limit, lasts) => {
  const { key } = fresh(limit);
  const { algorithm, limit: count, windowMs } = limit;
  const state =
    algorithm === 'fixed-window' ? '5000,1' : `00000000000${'5000'.padStart(13, '0')}00000000001`;
  /** Looks at a record of an age: within one script the clock of Redis stands still. */
  const lookAt = async (age: number) => {
    const record = `redis.call('SET', KEYS[1], '3|90000|||l=${state};', 'PX', ${90_000 - age})\n`;
    const args = ['', 0, 1, '', '', 60_000, 1_000, 'l', algorithm, count, windowMs, count];
    const [outcome] = await createScript(record + checkSource).run<[string]>(redis, {
      keys: [key],
      args,
    });
    return outcome;
  };
  expect(await lookAt(5_000 + lasts)).toBe('limited');
  expect(await lookAt(5_000 + lasts + 1)).toBe('allowed');
});

test('a bucket admits at most its burst and what flows in meanwhile', async () => {
  const { limiter, clock } = fresh({ ...bucket(60), burst: 10 });
  await limiter.check('p', who);
  let admitted = 1;
  for (let second = 0; second < 60; second++) {
    await clock.goTo(second * 1_000);
    while ((await limiter.check('p', who)).allowed) admitted++;
  }
  expect(admitted).toBe(10 + 59);
});

test('a log of ten thousand calls is exact and stays one small answer', async () => {
  const { limiter, clock } = fresh(log(10_000));
  await limiter.check('p', who, { cost: 9_000 });
  for (let i = 0; i < 500; i++) await limiter.check('p', who, { cost: 2 });
  expect(await limiter.check('p', who)).toMatchObject({ allowed: false, remaining: 0 });
  await clock.advance(60_001);
  expect((await limiter.check('p', who)).remaining).toBeGreaterThan(9_000);
});

test.each([0, -1, 1.5, NaN, Infinity])('a cost of %d is a mistake of the caller', async (cost) => {
  const { limiter, key } = fresh(fixed(5));
  await expect(limiter.check('p', who, { cost })).rejects.toThrow(RangeError);
  expect(await redis.exists(key)).toBe(0);
});

test.each([
  ['no limits', []],
  ['two of one kind', [fixed(1), fixed(2)]],
  ['a limit of none', [fixed(0)]],
  ['a log too long', [log(10_001)]],
  ['half a call', [bucket(1.5)]],
  ['a window too long', [fixed(1, 32 * 86_400_000)]],
])('a policy with %s is refused at once', (_, limits) => {
  expect(() => fresh(limits)).toThrow(RangeError);
});

test('an unknown policy is not found', async () => {
  const { limiter } = fresh(fixed(1));
  await expect(limiter.check('q', who)).rejects.toMatchObject({ code: 'not_found' });
});

test('identifiers are kept apart whatever is in them', async () => {
  const { limiter } = fresh(fixed(1));
  const names = ['a', 'a:b', '{a}', 'a}:{b', '%61', '日本', ' ', '00123', '123', "a'b"];
  for (const name of names) expect(await limiter.check('p', name)).toMatchObject({ allowed: true });
  for (const name of names)
    expect(await limiter.check('p', name)).toMatchObject({ allowed: false });
});

/** What each algorithm is by its definition, without the tricks. */
function createModel(algorithm: Limit['algorithm'], limit: number, windowMs: number) {
  let start = 0;
  let spent: { at: number; cost: number }[] = [];
  let tokens = limit;
  let filledAt = 0;
  return (now: number, cost: number) => {
    if (algorithm === 'token-bucket') {
      tokens = Math.min(limit, tokens + ((now - filledAt) * limit) / windowMs);
      filledAt = now;
      const allowed = tokens >= cost;
      if (allowed) tokens -= cost;
      return { allowed, remaining: Math.floor(tokens) };
    }
    if (algorithm === 'fixed-window') {
      if (now >= start + windowMs) [start, spent] = [now, []];
    } else spent = spent.filter(({ at }) => at > now - windowMs);
    const used = () => spent.reduce((sum, call) => sum + call.cost, 0);
    const allowed = used() + cost <= limit;
    if (allowed) {
      if (algorithm === 'fixed-window' && spent.length === 0) start = now;
      spent.push({ at: now, cost });
    }
    return { allowed, remaining: limit - used() };
  };
}

function randomSeed(seed: number): () => number {
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
}
