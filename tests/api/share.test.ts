import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineOperation } from '@/lib/contract';
import { CodedError } from '@/lib/errors';
import { createHandle } from '@/lib/http/handle';
import { share } from '@/lib/http/share';

const key = () => `/shared/${crypto.randomUUID()}`;

test('a read that fails, fails only for who made it', async () => {
  const url = key();
  let fail: (reason: Error) => void = () => undefined;
  const first = share(url, 1, () => new Promise<string>((_, reject) => (fail = reject)));
  const others = [1, 2, 3].map((n) => share(url, 1, () => Promise.resolve(`own ${n}`)));
  fail(new Error('the first one alone'));
  await expect(first).rejects.toThrow('the first one alone');
  expect(await Promise.all(others)).toEqual([
    { result: 'own 1', age: 0 },
    { result: 'own 2', age: 0 },
    { result: 'own 3', age: 0 },
  ]);
});

test('a read that succeeds is made once for all who take its age', async () => {
  const url = key();
  let reads = 0;
  const read = () => Promise.resolve(++reads);
  const results = await Promise.all([1, 2, 3].map(() => share(url, 5, read)));
  expect(results.map(({ result }) => result)).toEqual([1, 1, 1]);
  await expect(share(url, 0, read)).resolves.toMatchObject({ result: 2 });
});

test('whoever reads on its own after a failed share is admitted first', async () => {
  let admitted = 0;
  const handle = createHandle(
    () => {
      admitted++;
      return Promise.resolve({ tier: 'anyone', address: '' });
    },
    () => undefined,
  );
  const operation = defineOperation({
    method: 'GET',
    path: '/api/shared',
    summary: 'Fails for the first who asks',
    tier: 'anyone',
    shareable: true,
    result: z.strictObject({ ok: z.literal(true) }),
    cost: [],
  });
  let fail: (reason: Error) => void = () => undefined;
  let runs = 0;
  const route = handle(operation, () =>
    ++runs === 1
      ? new Promise((_, reject) => (fail = reject))
      : Promise.resolve({ ok: true as const }),
  );
  const url = `http://app.example/api/shared?${crypto.randomUUID()}`;
  const ask = () =>
    route(new Request(url, { headers: { 'cache-control': 'max-age=5' } }), {
      params: Promise.resolve({}),
    });
  const first = ask();
  await expect.poll(() => runs).toBe(1);
  const others = [ask(), ask()];
  // Both wait for the first: neither was admitted, as an answer is on its way.
  await Promise.resolve();
  fail(new CodedError('unavailable', 'Not now.'));
  expect((await first).status).toBe(503);
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200]);
  expect(admitted).toBe(3);
});
