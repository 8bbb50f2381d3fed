import { afterAll, describe, expect, test } from 'vitest';
import { createDenialCache, createRateLimit } from '@/lib/patterns/rate-limit';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { newOperationId } from '@/lib/redis/operation-id';
import { createSend } from '@/lib/redis/send';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { startProcess } from '../support/processes';
import { bucket, fixed, freshLimiters, log, who } from '../support/rate-limits';
import { testRedis } from '../support/redis';
import type { Admitted, LimitedWork } from './processes/limited';

const fresh = freshLimiters();

const hour = 3_600_000;

describe.each([fixed(50, hour), log(50, hour), bucket(50, hour)])(
  'a lost answer, $algorithm',
  (limit) => {
    test('a check that is sent again is charged once and gets the first answer', async () => {
      const { limiter } = fresh(limit);
      const operationId = newOperationId();
      const first = await limiter.check('p', who, { operationId });
      expect(operationId.replayed).toBe(false);
      await limiter.check('p', who);
      const again = await limiter.check('p', who, { operationId });
      expect(operationId.replayed).toBe(true);
      expect(again).toMatchObject({ allowed: true, limit: 50, remaining: first.remaining });
      expect(await limiter.peek('p', who)).toMatchObject({ remaining: 48 });
    });

    test('the call that took the last of it stays allowed', async () => {
      const { limiter } = fresh(limit);
      const operationId = newOperationId();
      await limiter.check('p', who, { cost: 50, operationId });
      expect(await limiter.check('p', who)).toMatchObject({ allowed: false });
      expect(await limiter.check('p', who, { cost: 50, operationId })).toMatchObject({
        allowed: true,
        remaining: 0,
      });
    });

    test('with answers dropped, one by one and forty at once, the charges equal the calls', async () => {
      const { open, limiter } = fresh(limit);
      const send = dropAnswers(createSend(), (request) => request % 2 === 0);
      const transport = createTransport({ ...requireRedisConfig(), send });
      const lossy = open(createClient(transport));
      for (let i = 0; i < 5; i++) await lossy.check('p', who);
      const decisions = await Promise.all(Array.from({ length: 40 }, () => lossy.check('p', who)));
      await transport.close();
      expect(decisions.every(({ allowed }) => allowed)).toBe(true);
      expect(await limiter.peek('p', who)).toMatchObject({ remaining: 5 });
    });

    test('one id for two requests is refused and charges nothing', async () => {
      const { limiter } = fresh(limit);
      const id = crypto.randomUUID();
      await limiter.check('p', who, { operationId: { id, fingerprint: 'first' } });
      const second = limiter.check('p', who, { operationId: { id, fingerprint: 'second' } });
      await expect(second).rejects.toMatchObject({ code: 'idempotency_key_reused' });
      expect(await limiter.peek('p', who)).toMatchObject({ remaining: 49 });
    });

    test('a refusal leaves no receipt: the same id may be tried again', async () => {
      const { limiter, clock } = fresh(limit);
      const operationId = newOperationId();
      await limiter.check('p', who, { cost: 50 });
      expect(await limiter.check('p', who, { operationId })).toMatchObject({ allowed: false });
      await clock.advance(hour + 1_000);
      expect(await limiter.check('p', who, { operationId })).toMatchObject({ allowed: true });
    });
  },
);

test('a receipt is kept for fifteen seconds, and for a minute where somebody else may send the call again', async () => {
  const { limiter, clock, key } = fresh(bucket(1_000));
  const receipts = async () =>
    (await testRedis().redis.get<string>(key))!.split(';;')[1]!.split(';');
  const operationId = newOperationId();
  await limiter.check('p', who, { operationId });
  for (let i = 0; i < 3; i++) await limiter.check('p', who);
  expect(await receipts()).toHaveLength(4);
  await clock.advance(14_000);
  await limiter.check('p', who, { operationId });
  expect(operationId.replayed).toBe(true);
  await clock.advance(44_000);
  await limiter.check('p', who, { operationId });
  expect(operationId.replayed).toBe(true);
  await clock.advance(3_000);
  await limiter.check('p', who);
  expect(await receipts()).toHaveLength(1);
  await limiter.check('p', who, { operationId });
  expect(operationId.replayed).toBe(false);

  await clock.advance(16_000);
  await limiter.check('p', who);
  expect(await receipts()).toHaveLength(2);
});

test('receipts are bounded, and the newest are kept', async () => {
  const { limiter, key } = fresh(bucket(1_000));
  const ids = Array.from({ length: 200 }, newOperationId);
  for (const operationId of ids) await limiter.check('p', who, { operationId });
  expect(await testRedis().redis.strlen(key)).toBeLessThan(4_500);
  for (const operationId of ids.slice(-50)) {
    await limiter.check('p', who, { operationId });
    expect(operationId.replayed).toBe(true);
  }
});

describe('two server processes whose clocks are four seconds apart', () => {
  test.each([
    [log(10, 400), 10],
    [bucket(10, 400), 20],
  ])('%o: in no window more than is due', async (limit, most) => {
    const { prefix, policy } = fresh(limit);
    const processes = await Promise.all([startProcess('limited.ts'), startProcess('limited.ts')]);
    const parts = await Promise.all(
      processes.map((child, index) => {
        const skewMs = index ? -2_000 : 2_000;
        const work: LimitedWork = { prefix, policy, skewMs, admissions: 2 * most };
        return child.ask<Admitted[]>(work);
      }),
    );
    const admitted = parts.flat();
    for (const { sent } of admitted) {
      const end = sent + limit.windowMs;
      const inWindow = admitted.filter((call) => call.sent >= sent && call.answered <= end);
      expect(inWindow.length).toBeLessThanOrEqual(most);
    }
    // What was spent came back.
    expect(admitted.length).toBeGreaterThan(most);
  });
});

describe('what a process remembers of refusals', () => {
  const { redis, trace } = testRedis();
  const remembering = (limit = fixed(1, 5_000), cache = { maxAgeMs: 60_000 }) => {
    const { prefix, policies, limiter: elsewhere } = fresh(limit);
    const open = () =>
      createRateLimit(redis, { prefix, policies, denials: createDenialCache(cache) });
    return { limiter: open(), elsewhere };
  };
  const tripsOf = async (work: () => Promise<unknown>) => {
    const before = trace.counts.roundTrips;
    await work();
    return trace.counts.roundTrips - before;
  };

  test('a caller who is refused still costs no request, and none is refused too long', async () => {
    const { limiter } = remembering();
    await limiter.check('p', who);
    const first = await limiter.check('p', who);
    expect(first).toMatchObject({ allowed: false, from: 'redis' });
    const trips = await tripsOf(async () => {
      for (let i = 0; i < 20; i++)
        expect(await limiter.check('p', who)).toMatchObject({ allowed: false, from: 'memory' });
    });
    expect(trips).toBe(0);
    const again = await limiter.check('p', who);
    expect(again.retryAfterMs).toBeLessThanOrEqual(first.retryAfterMs!);
    await new Promise((resolve) => setTimeout(resolve, again.retryAfterMs! + 1));
    // Redis decided a moment after it was asked, and may want that moment more; the memory may not.
    const next = await limiter.check('p', who);
    expect(next).toMatchObject({ from: 'redis' });
    const passes = async () => next.allowed || (await limiter.check('p', who)).allowed;
    await expect.poll(passes).toBe(true);
  });

  test('a lower cost is asked for: it may pass', async () => {
    const { limiter } = remembering(fixed(5));
    await limiter.check('p', who, { cost: 3 });
    await limiter.check('p', who, { cost: 3 });
    expect(await limiter.check('p', who, { cost: 4 })).toMatchObject({ from: 'memory' });
    expect(await limiter.check('p', who, { cost: 2 })).toMatchObject({ allowed: true });
  });

  test('an id that was brought along is asked for: its call may have been allowed', async () => {
    const { limiter } = remembering(fixed(1));
    const operationId = newOperationId();
    await limiter.check('p', who, { operationId });
    await limiter.check('p', who);
    expect(await limiter.check('p', who, { operationId })).toMatchObject({ allowed: true });
  });

  test('a reset counts at once here, and elsewhere within the stated age', async () => {
    const { limiter, elsewhere } = remembering(fixed(1), { maxAgeMs: 100 });
    await limiter.check('p', who);
    await limiter.check('p', who);
    await limiter.reset('p', who);
    expect(await limiter.check('p', who)).toMatchObject({ allowed: true });

    expect(await limiter.check('p', who)).toMatchObject({ allowed: false });
    await elsewhere.reset('p', who);
    await new Promise((resolve) => setTimeout(resolve, 110));
    expect(await limiter.check('p', who)).toMatchObject({ allowed: true });
  });
});

describe('Redis cannot be asked', () => {
  const transport = createTransport({
    url: 'http://127.0.0.1:9',
    token: 'none',
    attempts: 1,
    timeoutMs: 500,
  });
  afterAll(() => transport.close());
  const down = createClient(transport);

  test.each([
    ['allow', true],
    ['refuse', false],
  ] as const)('a policy that says %s', async (onRedisDown, allowed) => {
    const { open } = fresh(fixed(5), { onRedisDown });
    const decision = await open(down).check('p', who);
    expect(decision).toMatchObject({ allowed, reason: 'redis_down', from: 'nowhere' });
  });

  test('peeking is no decision: it fails', async () => {
    const { open } = fresh(fixed(5), { onRedisDown: 'allow' });
    await expect(open(down).peek('p', who)).rejects.toMatchObject({ code: 'redis_unreachable' });
  });
});
