import { describe, expect, test } from 'vitest';
import { openapi } from '@/lib/openapi';
import { testRedis } from '../support/redis';
import { callers, createCaller } from './callers';
import { sendInProcess } from './in-process';
import { faultOf, maxCpuMs } from './judge';
import { fuzzOperations, type Document } from './requests';

/** The same on every run: what it finds, somebody's change has brought. `npm run fuzz` looks at others. */
const seed = 20_260;
/** So many for each operation and caller: a small part of what `npm run fuzz` sends. */
const count = 4;

const operations = fuzzOperations(openapi('1.2.3') as unknown as Document);

describe('whatever is sent, the answer is a stated one', () => {
  test.each(operations.map((it) => [`${it.method} ${it.path}`, it] as const))(
    '%s',
    async (_, operation) => {
      for (const [index, kind] of callers.entries()) {
        const caller = createCaller(testRedis().redis, kind);
        for (const request of operation.requests(seed + index, count)) {
          const said = JSON.stringify({ seed, caller: kind, request });
          const start = process.cpuUsage();
          const answer = await sendInProcess(operation, request, await caller());
          const { user, system } = process.cpuUsage(start);
          expect((user + system) / 1000, said).toBeLessThan(maxCpuMs);
          if (answer) expect(faultOf(operation, answer), said).toBeUndefined();
        }
      }
    },
  );
});

test('the same seed makes the same requests', () => {
  for (const operation of operations)
    expect(operation.requests(7, 20)).toEqual(operation.requests(7, 20));
});

/** What asks for a secret or a signature of its own, which no generator makes. */
const closed = ['/api/queues/{queue}/drain', '/api/webhooks/echo'];

test('among the requests are right ones for every operation', async () => {
  const refused: string[] = [];
  for (const operation of operations.filter(({ path }) => !closed.includes(path))) {
    const caller = createCaller(testRedis().redis, 'admin');
    let isTaken = false;
    for (const request of operation.requests(seed, 150)) {
      if (isTaken) break;
      const answer = await sendInProcess(operation, request, await caller());
      // Not found, in use and the like: its shape was taken.
      isTaken = answer !== undefined && ![400, 401, 403, 413, 415].includes(answer.status);
    }
    if (!isTaken) refused.push(`${operation.method} ${operation.path}`);
  }
  expect(refused).toEqual([]);
});
