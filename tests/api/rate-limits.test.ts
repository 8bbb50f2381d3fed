import { describe, expect, test } from 'vitest';
import type { Operation } from '@/lib/contract';
import { rateLimits, recorder } from '@/lib/guard/rate-limits';
import {
  addBlock,
  checkRateLimit,
  overrideRateLimit,
  readRateLimit,
  readRateLimitStatus,
} from '@/lib/patterns/rate-limit/contract';
import { keys } from '@/lib/patterns/rate-limit/keys';
import { send, type Call } from '../support/api';
import { refusalOf } from '../support/problems';
import { sendAsAdmin } from '../support/callers';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const caller = () => `demo-${crypto.randomUUID()}`;
const params = { policy: 'demo-log' };

describe('bad input names the field, and nothing is written', () => {
  test.each([0, -1, 1.5, 1e300, '1', null, true])('a cost of %j', async (cost) => {
    const identifier = caller();
    const answer = await send(checkRateLimit, { params, body: { identifier, cost } });
    expect(await refusalOf(answer)).toMatchObject({ status: 400, fields: ['body/cost'] });
    const key = keys.record({ prefix: 'rp', policy: params.policy, identifier });
    expect(await redis.exists(key)).toBe(0);
  });

  test.each(['', 'a\nb', 'a\0', 'x'.repeat(600), 7, null])(
    'the identifier %j',
    async (identifier) => {
      const answer = await send(checkRateLimit, { params, body: { identifier } });
      expect(await refusalOf(answer)).toMatchObject({ status: 400, fields: ['body/identifier'] });
    },
  );

  const one = () => ({ policy: 'demo-log', identifier: caller() });
  const cases: [string, Operation, Call, string][] = [
    [
      'an override of no limit',
      overrideRateLimit,
      { body: { limits: [], forMs: 1000 } },
      'body/limits',
    ],
    [
      'an override below one',
      overrideRateLimit,
      { body: { limits: [0], forMs: 1000 } },
      'body/limits/0',
    ],
    [
      'an override for ever',
      overrideRateLimit,
      { body: { limits: [5], forMs: 1e15 } },
      'body/forMs',
    ],
    ['a block of no time', addBlock, { body: { forMs: 0 } }, 'body/forMs'],
    ['an unknown range', readRateLimitStatus, { query: { range: '1y' } }, 'query/range'],
  ];
  test.each(cases)('%s', async (_, operation, call, field) => {
    const answer = await sendAsAdmin(operation, { params: one(), ...call });
    expect(await refusalOf(answer)).toMatchObject({
      status: 400,
      fields: expect.arrayContaining([field]),
    });
  });

  test('an unknown policy is not found', async () => {
    const call = { params: { policy: 'no-such' }, body: { identifier: caller() } };
    expect(await refusalOf(await sendAsAdmin(checkRateLimit, call))).toMatchObject({ status: 404 });
  });
});

test('look-alike identifiers, and those with braces and colons, are counted apart', async () => {
  const suffix = crypto.randomUUID();
  const names = ['ann', 'Ann', 'ａnn', 'аnn', '{ann}', 'ann:', 'ann%3A', 'ann*'];
  for (const name of names) {
    const body = { identifier: `demo-${name}${suffix}` };
    const answer = await send(checkRateLimit, { params, body });
    expect(await answer.json()).toMatchObject({ allowed: true, remaining: 9 });
  }
});

test('a check says what is left; enforced, the one past the limit is a real 429', async () => {
  const identifier = caller();
  const ask = (query = {}) =>
    send(checkRateLimit, { params, query, body: { identifier, cost: 5 } });
  expect(await (await ask()).json()).toMatchObject({ allowed: true, limit: 10, remaining: 5 });
  expect(await (await ask()).json()).toMatchObject({ allowed: true, remaining: 0 });

  const told = await ask();
  expect(told.status).toBe(200);
  expect(await told.json()).toMatchObject({ allowed: false, reason: 'limited' });

  const enforced = await ask({ enforce: 'true' });
  expect(enforced.status).toBe(429);
  expect(enforced.headers.get('ratelimit')).toMatch(/^"demo-log";r=0;t=\d+$/);
  expect(Number(enforced.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await enforced.json()).toMatchObject({ code: 'rate_limited', status: 429 });

  const peeked = await send(readRateLimit, { params: { ...params, identifier } });
  expect(await peeked.json()).toMatchObject({ remaining: 0 });
});

test('the status names to strangers nobody who signs in or calls, and all to an admin', async () => {
  // Often enough for the top of the list, which other tests are on too.
  for (let i = 0; i < 5; i++) {
    await rateLimits(redis).check('sign-in-account', 'zoe');
    await rateLimits(redis).check('write', 'user:zoe');
  }
  await recorder.flush();
  const open = await (await send(readRateLimitStatus)).text();
  expect(open).not.toContain('zoe');
  const top = (JSON.parse(open) as { topAllowed: object[] }).topAllowed;
  expect(top).toContainEqual({ policy: 'sign-in-account', identifier: '…', checks: 5 });
  expect(top).toContainEqual(expect.objectContaining({ policy: 'write', identifier: 'user:…' }));
  expect(await (await sendAsAdmin(readRateLimitStatus)).text()).toContain('"zoe"');
});
