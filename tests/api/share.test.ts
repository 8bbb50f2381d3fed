import { expect, test } from 'vitest';
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
