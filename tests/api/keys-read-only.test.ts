import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Operation } from '@/lib/contract';
import { makeDemoKeys } from '@/lib/patterns/scan';
import { describeKeys, listKeys, summarizeKeys } from '@/lib/patterns/scan/contract';
import { deleteKey, readKey } from '@/lib/patterns/scan/contract-values';
import { requireRedisConfig } from '@/lib/redis/shared';
import { makeUser } from '../support/callers';
import { testRedis } from '../support/redis';
import type { Call } from '../support/api';

const { url: endpoint, token, readOnlyToken = '' } = requireRedisConfig();
const { redis } = testRedis();
const numbers = { from: 92_000, count: 8 };
const key = `rp:demo:session:${numbers.from + 7}`;

/** Commands that the app sent, each with the token that came with it. */
const sent: { token: string; command: string[] }[] = [];
/** Stands before the endpoint and writes down what passes. */
const recorder = createServer((request, response) => {
  void (async () => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { authorization = '' } = request.headers;
    const asked = JSON.parse(body) as string[] | string[][];
    for (const command of (Array.isArray(asked[0]) ? asked : [asked]) as string[][])
      sent.push({ token: authorization.replace('Bearer ', ''), command });
    const headers = { authorization, 'upstash-encoding': 'base64' };
    const answer = await fetch(endpoint + request.url, { method: 'POST', headers, body });
    response.writeHead(answer.status).end(await answer.text());
  })().catch((error: Error) => response.destroy(error));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => recorder.listen(0, '127.0.0.1', resolve));
  await makeDemoKeys(redis, numbers);
});
afterEach(() => void vi.unstubAllEnvs());
afterAll(() => {
  recorder.closeAllConnections();
  recorder.close();
});

/** Calls an operation of an app that has just begun with this token beside the full one. */
async function answerOf(operation: Operation, call: Call, readOnly: string | undefined) {
  vi.stubEnv(
    'UPSTASH_REDIS_REST_URL',
    `http://127.0.0.1:${(recorder.address() as AddressInfo).port}`,
  );
  vi.stubEnv('UPSTASH_REDIS_REST_TOKEN', token);
  vi.stubEnv('KV_REST_API_URL', undefined);
  vi.stubEnv('KV_REST_API_READ_ONLY_TOKEN', readOnly);
  // The transports of the process belong to the modules that hold them.
  vi.resetModules();
  const { send } = await import('../support/api');
  sent.length = 0;
  return send(operation, call);
}

/** The same, and what it sent with which token. */
async function ask(...asked: Parameters<typeof answerOf>) {
  const answer = await answerOf(...asked);
  expect(answer.status).toBe(200);
  const names = (of: string, about = '') =>
    sent
      .filter((each) => each.token === of && each.command.some((part) => `${part}`.includes(about)))
      .map(({ command }) => command[0]!.toUpperCase());
  const [, trips, commands] =
    /redis;dur=[\d.]+;desc="(\d+) trips?, (\d+) command/.exec(
      answer.headers.get('server-timing') ?? '',
    ) ?? [];
  return {
    reading: names(readOnlyToken),
    /** With the other token, on demo keys; the guard's own commands are on other keys. */
    full: names(token, 'rp:demo:'),
    cost: [Number(trips), Number(commands)],
  };
}

const oneKey = { body: { keys: [key] } };

test('the tests have a token that may only read, and it is another', () => {
  expect(readOnlyToken).not.toBe('');
  expect(readOnlyToken).not.toBe(token);
});

describe('with a token that may only read', () => {
  test.each([
    ['a value', readKey, { query: { key } }, ['TYPE', 'PTTL', 'MEMORY', 'STRLEN', 'GETRANGE'], 2],
    ['details', describeKeys, oneKey, ['TYPE', 'PTTL', 'MEMORY', 'STRLEN'], 2],
    ['a key by its name', listKeys, { query: { match: key } }, ['DBSIZE', 'TYPE'], 1],
  ])('%s is read with it alone, and counted', async (_, operation, call, commands, trips) => {
    const told = await ask(operation, call, readOnlyToken);
    expect(told.reading).toEqual(commands);
    expect(told.full).toEqual([]);
    expect(told.cost).toEqual([trips, commands.length]);
  });

  test.each([
    ['a scan', listKeys, []],
    ['a summary', summarizeKeys, ['TYPE', 'PTTL', 'MEMORY']],
  ])(
    '%s is the other token’s where hosts allow it no other, and reads no key with it',
    async (_, operation, reading) => {
      const match = 'rp:demo:session:9200*';
      const told = await ask(operation, { query: { match } }, readOnlyToken);
      expect(new Set(told.full)).toEqual(new Set(['SCAN']));
      expect(new Set(told.reading)).toEqual(new Set(reading));
      // DBSIZE and INFO besides, which name no key.
      expect(told.cost[1]).toBe(told.full.length + 2 + told.reading.length);
    },
  );

  test('a deletion is the other token’s', async () => {
    const headers = (await makeUser(redis)).cookie;
    const told = await ask(deleteKey, { query: { key: `${key}0` }, headers }, readOnlyToken);
    expect(told).toMatchObject({ reading: [], full: ['UNLINK'], cost: [1, 1] });
  });

  test('one that is refused is named, so that nobody looks for the fault at the other', async () => {
    const answer = await answerOf(describeKeys, oneKey, 'revoked');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      code: 'redis_unauthorized',
      errors: [{ field: 'environment/KV_REST_API_READ_ONLY_TOKEN' }],
    });
  });
});

test.each([
  ['a value', readKey, { query: { key } }, 5],
  ['details', describeKeys, oneKey, 4],
])('without one, %s is read with the only token there is', async (_, operation, call, commands) => {
  const told = await ask(operation, call, undefined);
  expect(told).toMatchObject({ reading: [], cost: [2, commands] });
  expect(told.full).toHaveLength(commands);
});
