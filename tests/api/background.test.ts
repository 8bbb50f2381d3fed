import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineOperation } from '@/lib/contract';
import { CodedError } from '@/lib/errors';
import { createHandle } from '@/lib/http/handle';
import type { BackgroundWork } from '@/lib/http/background';
import type { Admit } from '@/lib/http/admission';
import { readCounters } from '@/lib/patterns/counters/contract';
import { readStatus } from '@/lib/patterns/rate-limit';
import { send } from '../support/api';
import { testRedis } from '../support/redis';

const operation = defineOperation({
  method: 'GET',
  path: '/api/nothing',
  summary: 'Says that it was asked',
  tier: 'anyone',
  result: z.strictObject({ asked: z.literal(true) }),
  cost: [],
});
const anyone: Admit = () => Promise.resolve({ tier: 'anyone', address: '' });
const request = () => new Request('http://app.example/api/nothing');
const context = { params: Promise.resolve({}) };

afterEach(() => vi.restoreAllMocks());

/** A platform whose work after the answer is done when the test says so. */
function heldPlatform() {
  const held: BackgroundWork[] = [];
  return {
    runAfter: (work: BackgroundWork) => void held.push(work),
    held,
    run: () => Promise.all(held.splice(0).map((work) => work())),
  };
}

describe('work in the background', () => {
  test('begins after the answer, by the means of the platform', async () => {
    const platform = heldPlatform();
    const order: string[] = [];
    const GET = createHandle(anyone, platform.runAfter)(operation, async ({ background }) => {
      background(async () => order.push('worked'));
      await Promise.resolve();
      order.push('answers');
      expect(platform.held).toEqual([]);
      return { asked: true as const };
    });
    expect(await (await GET(request(), context)).json()).toEqual({ asked: true });
    order.push('answered');
    await platform.run();
    expect(order).toEqual(['answers', 'answered', 'worked']);
  });

  test('that fails is logged with the operation it belongs to, and the rest of it is done', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const platform = heldPlatform();
    const done = vi.fn<BackgroundWork>().mockResolvedValue(undefined);
    const GET = createHandle(anyone, platform.runAfter)(operation, async ({ background }) => {
      background(() => {
        throw new Error('before it returned');
      });
      background(() => Promise.reject(new Error('later')));
      background(done);
      return { asked: true as const };
    });
    expect((await GET(request(), context)).status).toBe(200);
    await platform.run();
    expect(done).toHaveBeenCalledOnce();
    const told = log.mock.calls.map(([, about, error]) => [about, (error as Error).message]);
    expect(told).toEqual([
      ['GET /api/nothing', 'before it returned'],
      ['GET /api/nothing', 'later'],
    ]);
  });

  test('of the guard is done for a call that it refuses, too', async () => {
    const platform = heldPlatform();
    const done = vi.fn<BackgroundWork>().mockResolvedValue(undefined);
    const refuse: Admit = ({ background }) => {
      background(done);
      throw new CodedError('rate_limited', 'Not now.');
    };
    const GET = createHandle(refuse, platform.runAfter)(operation, () =>
      Promise.reject(new Error('never asked')),
    );
    expect((await GET(request(), context)).status).toBe(429);
    await platform.run();
    expect(done).toHaveBeenCalledOnce();
  });
});

test('what the guard decided reaches the charts, in one write for many calls', async () => {
  const { redis } = testRedis();
  const address = `10.77.${crypto.getRandomValues(new Uint8Array(2)).join('.')}`;
  const ask = () =>
    send(readCounters, { query: { names: 'a' }, headers: { 'x-forwarded-for': address } });
  // So many that no caller of another test pushes this one off the list of the top ones.
  const calls = 150;
  await Promise.all(Array.from({ length: calls }, ask));
  await expect
    .poll(async () => {
      const { topAllowed } = await readStatus(redis, { range: '24h' });
      return topAllowed.find(({ identifier }) => identifier === `ip:${address}`)?.checks;
    })
    .toBe(calls);
});
