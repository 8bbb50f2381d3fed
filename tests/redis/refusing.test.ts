import { errors } from '@upstash/redis';
import { afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '@/lib/http/problem';
import { runWorker } from '@/lib/jobs/worker';
import { createCache } from '@/lib/patterns/cache';
import { createQueue } from '@/lib/patterns/queue';
import { createRateLimit } from '@/lib/patterns/rate-limit';
import { createClient } from '@/lib/redis/client';
import { isOutage, outageOf } from '@/lib/redis/outage';
import { sharedTransport } from '@/lib/redis/shared';
import { createScript } from '@/lib/redis/script';
import { readHealth } from '@/lib/service';
import type { Exercise } from '../conformance/exercise';
import { setUpGateway, TOKEN } from '../local/gateway/support';
import { send } from '../support/api';
import { makeUser, type TestUser } from '../support/callers';
import { root } from '../support/rooms';
import { connect } from './support';

const fixture = setUpGateway({ allowAdmin: true });
const client = () => createClient(connect({ url: fixture.gateway.url, token: TOKEN }));
const config = (name: string, value: string) => fixture.command('CONFIG', 'SET', name, value);

let admin: TestUser;
beforeAll(async () => {
  process.env.UPSTASH_REDIS_REST_URL = fixture.gateway.url;
  process.env.UPSTASH_REDIS_REST_TOKEN = TOKEN;
  admin = await makeUser(createClient(sharedTransport()), { admin: true });
});

const heal = async () => {
  await config('maxmemory', '0');
  await config('min-replicas-to-write', '0');
  await config('replica-serve-stale-data', 'yes');
  await fixture.command('REPLICAOF', 'NO', 'ONE');
};
afterEach(heal);

/** How a Redis comes to refuse, and what it says then. */
const ways: [string, () => Promise<unknown>][] = [
  ['OOM', () => config('maxmemory', '1')],
  ['READONLY', () => fixture.command('REPLICAOF', '127.0.0.1', '1')],
  [
    'MASTERDOWN',
    async () => {
      await config('replica-serve-stale-data', 'no');
      await fixture.command('REPLICAOF', '127.0.0.1', '1');
    },
  ],
  ['NOREPLICAS', () => config('min-replicas-to-write', '1')],
];

describe.each(ways)('a Redis that says %s', (word, refuse) => {
  const refusing = { code: 'redis_refusing', retryAfterSeconds: 1 };
  const failureOf = (work: Promise<unknown>) =>
    work.then(
      () => expect.unreachable('Redis was to refuse'),
      (error: unknown) => error,
    );

  test('is an outage, by a command, a script, a pipeline or a transaction', async () => {
    const redis = client();
    const script = createScript("return redis.call('SET', KEYS[1], 'x')");
    await redis.set('warm', '1');
    await script.run(redis, { keys: ['{a}warm'] });
    await refuse();
    const failures = await Promise.all([
      failureOf(redis.set('a', 'x')),
      failureOf(script.run(redis, { keys: ['{a}b'] })),
      failureOf(redis.pipeline().set('a', 'x').set('b', 'x').exec()),
      failureOf(redis.multi().set('a', 'x').set('b', 'x').exec()),
    ]);
    for (const failure of failures) {
      // A replica without its primary says now this word, now that of a replica.
      const said = word === 'MASTERDOWN' ? /MASTERDOWN|READONLY/ : word;
      expect((failure as Error).message).toMatch(said);
      expect(outageOf(failure)).toMatchObject(refusing);
    }
  });

  test('leaves a rate limit to what its policy says, and a cache to what is behind it', async () => {
    const redis = client();
    await refuse();
    for (const onRedisDown of ['allow', 'refuse'] as const) {
      const policies = [
        {
          name: 'p',
          description: '',
          limits: [{ algorithm: 'fixed-window', limit: 5, windowMs: 1_000 } as const],
          onRedisDown,
        },
      ];
      const decision = await createRateLimit(redis, { policies }).check('p', 'ann');
      expect(decision).toMatchObject({ allowed: onRedisDown === 'allow', reason: 'redis_down' });
    }
    const seen: unknown[] = [];
    const cache = createCache(redis, {
      name: 'c',
      ttlMs: 1_000,
      onError: (error) => seen.push(error),
    });
    expect(await cache.get('k', { load: () => Promise.resolve('v') })).toMatchObject({
      value: 'v',
    });
    expect(seen.every(isOutage)).toBe(true);
  });

  test('does not end a worker, which goes on when it is well', async () => {
    const queue = createQueue(client(), { prefix: 'q', name: word.toLowerCase() });
    await queue.enqueueMany([{ name: 'a', id: 'one' }]);
    await refuse();
    const stop = new AbortController();
    const troubles: unknown[] = [];
    const worker = runWorker(
      {
        queue,
        name: 'test',
        concurrency: 1,
        run: ({ id, token }) => Promise.resolve({ id, token, outcome: 'done' }),
        onTrouble: (error) => troubles.push(error),
      },
      { signal: stop.signal, graceMs: 1_000 },
    );
    onTestFinished(async () => {
      stop.abort();
      await worker;
    });
    await expect.poll(() => troubles.length).toBeGreaterThan(1);
    expect(troubles.every(isOutage)).toBe(true);
    await heal();
    await expect.poll(async () => (await queue.stats()).done).toBe(1);
  });

  test('is a 503 of the health, and no defect of any operation', async () => {
    const folder = path.join(root, 'tests/conformance/costs');
    const files = await readdir(folder);
    const exercises = await Promise.all(
      files.map((file) => import(path.join(folder, file)) as Promise<{ exercises: Exercise[] }>),
    );
    await refuse();
    const health = await send(readHealth);
    expect(health.status).toBe(503);
    expect(health.headers.get('retry-after')).toBe('1');
    expect(await health.json()).toMatchObject({ code: 'redis_refusing' });

    const defects: string[] = [];
    for (const { operation, call } of exercises.flatMap((module) => module.exercises)) {
      if (typeof call === 'function') continue;
      const headers = { ...admin.cookie, ...call.headers };
      const answer = await send(operation, { ...call, headers });
      if (answer.status === 500)
        defects.push(
          `${operation.method} ${operation.path}: ${((await answer.json()) as Problem).code}`,
        );
      else await answer.body?.cancel();
    }
    expect(defects).toEqual([]);
  });
});

test.each([
  ['BUSY Redis is busy running a script. You can only call SCRIPT KILL.', 'redis_refusing'],
  ['LOADING Redis is loading the dataset in memory', 'redis_refusing'],
  ['MISCONF Redis is configured to save RDB snapshots, but', 'redis_refusing'],
  ['CLUSTERDOWN The cluster is down', 'redis_refusing'],
  ['MOVED 3999 127.0.0.1:6381', 'redis_refusing'],
  ['TRYAGAIN Multiple keys request during rehashing of slot', 'redis_refusing'],
  ['ERR max number of clients reached', 'redis_refusing'],
  ['ERR max daily request limit exceeded. Limit: 10000, Usage: 10000.', 'redis_refusing'],
  ['ERR Error running script (call to f_1): @user_script:1: -OOM command not', 'redis_refusing'],
  ['ERR DB capacity quota exceeded.', 'redis_refusing'],
  ['ERR max request size exceeded. Limit: 1048576 bytes', undefined],
  ['ERR max single record size exceeded', undefined],
  ['BUSYGROUP Consumer Group name already exists', undefined],
  ['BUSYKEY Target key name already exists.', undefined],
  ['WRONGTYPE Operation against a key holding the wrong kind of value', undefined],
  ['ERR value is not an integer or out of range', undefined],
  ['NOSCRIPT No matching script.', undefined],
])('%s is %s', (text, code) => {
  expect(outageOf(new errors.UpstashError(text))?.code).toBe(code);
  expect(outageOf(new Error(text))).toBeUndefined();
});
