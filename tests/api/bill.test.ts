import { expect, test, vi } from 'vitest';
import type { Operation } from '@/lib/contract';
import { admit } from '@/lib/guard/admit';
import { recorder } from '@/lib/guard/rate-limits';
import { createHandle } from '@/lib/http/handle';
import { takeLate } from '@/lib/http/late';
import { readProfile } from '@/lib/patterns/cache/contract';
import { recordPageViews } from '@/lib/patterns/analytics/contract';
import { readCounters } from '@/lib/patterns/counters/contract';
import { checkRateLimit, readRateLimitStatus } from '@/lib/patterns/rate-limit/contract';
import { meter } from '@/app/api/cache/meter';
import { send, type Call } from '../support/api';
import { makeUser } from '../support/callers';
import { countCommands } from '../support/commands';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const platform = vi.hoisted(() => ({ later: [] as Promise<unknown>[] }));
vi.mock('@/lib/guard/handle', () => ({
  handle: createHandle(admit, (work) => void platform.later.push(work())),
}));

/** What an answer says that Redis has carried out, in all. */
function toldBy(answer: Response): number {
  const parts = (answer.headers.get('server-timing') ?? '').matchAll(/, (\d+) commands?"/g);
  return [...parts].reduce((sum, [, commands]) => sum + Number(commands), 0);
}

test('what answers tell over a while is what Redis has carried out, charts and notes included', async () => {
  const user = await makeUser(redis);
  await recorder.flush();
  await meter.flush();
  takeLate();
  let told = 0;
  const ask = async (operation: Operation, call: Call = {}, headers = {}) => {
    const answer = await send(operation, { ...call, headers: { ...call.headers, ...headers } });
    expect(answer.ok).toBe(true);
    await answer.text();
    told += toldBy(answer);
  };
  const billed = await countCommands(redis, async () => {
    for (let i = 0; i < 12; i++) {
      await ask(readCounters, { query: { names: 'a' } });
      await ask(readProfile, { params: { id: 'ada' } });
      await ask(recordPageViews, { body: { path: `/page-${i}` } }, user.cookie);
      const params = { policy: 'demo-bucket' };
      await ask(checkRateLimit, { params, body: { identifier: `caller-${i}` } });
    }
    await Promise.all(platform.later);
    // A write of the charts that nobody has asked for.
    await recorder.flush();
    await meter.flush();
    await ask(readRateLimitStatus);
    await Promise.all(platform.later);
    // What went on after that answer is told by the next.
    told += takeLate().commands;
  });
  expect(told).toBe(billed);
});

test('the charts of a quiet minute cost less than the checks that they tell of', async () => {
  await recorder.flush();
  const calls = 30;
  for (let i = 0; i < calls; i++) await send(readCounters, { query: { names: 'a' } });
  const charts = await countCommands(redis, () => recorder.flush());
  // A check by a caller without a record is two commands, of one that has one four.
  expect(charts / calls).toBeLessThan(8);
});
