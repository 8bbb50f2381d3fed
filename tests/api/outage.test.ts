import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Operation } from '@/lib/contract';
import type { Problem } from '@/lib/http/problem';
import { readPageViews, recordPageViews } from '@/lib/patterns/analytics/contract';
import { readHealth } from '@/lib/service';
import { send } from '../support/api';

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllEnvs());

const operations: Operation[] = [readHealth, readPageViews, recordPageViews];
const body = { path: '/' };

test.each(operations)(
  '$method $path without a Redis says which variables are missing',
  async (operation) => {
    for (const name of [
      'UPSTASH_REDIS_REST_URL',
      'UPSTASH_REDIS_REST_TOKEN',
      'KV_REST_API_URL',
      'KV_REST_API_TOKEN',
    ])
      vi.stubEnv(name, '');
    const answer = await send(operation, operation.body ? { body } : {});
    expect(answer.status).toBe(503);
    const problem = (await answer.json()) as Problem;
    expect(problem).toMatchObject({ code: 'not_configured' });
    expect(problem.errors?.map(({ field }) => field)).toEqual([
      'environment/UPSTASH_REDIS_REST_URL',
      'environment/UPSTASH_REDIS_REST_TOKEN',
    ]);
  },
);

test.each(operations)(
  '$method $path with a Redis that is away says when to try again',
  async (operation) => {
    vi.stubEnv('UPSTASH_REDIS_REST_URL', 'http://127.0.0.1:1');
    const answer = await send(operation, operation.body ? { body } : {});
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'redis_unreachable' });
    expect(text).not.toContain('127.0.0.1');
  },
);

test('a token that Redis refuses is told apart, and not shown', async () => {
  vi.stubEnv('UPSTASH_REDIS_REST_TOKEN', 'wrong-token');
  const answer = await send(readPageViews);
  expect(answer.status).toBe(503);
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({ code: 'redis_unauthorized' });
  expect(text).not.toContain('wrong-token');
});
