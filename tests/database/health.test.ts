import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Problem } from '@/lib/http/problem';
import { readHealth } from '@/lib/service';
import { send } from '../support/api';

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllEnvs());

const away = 'postgres://user:secret@127.0.0.1:1/shop';

async function refusal() {
  const answer = await send(readHealth);
  expect(answer.status).toBe(503);
  const text = await answer.text();
  expect(text).not.toMatch(/secret|127\.0\.0\.1/);
  const { code, detail, errors = [] } = JSON.parse(text) as Problem;
  return { code, detail, missing: errors.map(({ field }) => field) };
}

test('says how long Redis and the database took, and which Postgres it is', async () => {
  const answer = await send(readHealth);
  expect(await answer.json()).toEqual({
    ok: true,
    redis: { latencyMs: expect.any(Number) as number },
    database: {
      latencyMs: expect.any(Number) as number,
      version: expect.stringMatching(/^\d+\.\d+/) as string,
    },
  });
});

test('looks once for all who ask within a second', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(readHealth)));
  const trips = answers.map((answer) => answer.headers.get('server-timing'));
  expect(trips.filter((timing) => timing?.includes('"1 trip, 1 command"'))).toHaveLength(1);
  expect(trips.filter((timing) => timing?.includes('"0 trips, 0 commands"'))).toHaveLength(19);
});

test('names the variable of a database that is not configured', async () => {
  vi.stubEnv('DATABASE_URL', '');
  expect(await refusal()).toMatchObject({
    code: 'not_configured',
    missing: ['environment/DATABASE_URL'],
  });
});

test('names every variable that is missing at once', async () => {
  for (const name of [
    'DATABASE_URL',
    'UPSTASH_REDIS_REST_URL',
    'UPSTASH_REDIS_REST_TOKEN',
    'KV_REST_API_URL',
    'KV_REST_API_TOKEN',
  ])
    vi.stubEnv(name, '');
  expect((await refusal()).missing).toEqual([
    'environment/UPSTASH_REDIS_REST_URL',
    'environment/UPSTASH_REDIS_REST_TOKEN',
    'environment/DATABASE_URL',
  ]);
});

test('says that the database is away, and of both where both are', async () => {
  vi.stubEnv('DATABASE_URL', away);
  expect(await refusal()).toMatchObject({ code: 'database_unreachable', missing: [] });
  vi.stubEnv('UPSTASH_REDIS_REST_URL', 'http://127.0.0.1:1');
  vi.resetModules();
  const { code, detail } = await refusal();
  expect(code).toBe('redis_unreachable');
  expect(detail).toContain('The database cannot be reached');
});
