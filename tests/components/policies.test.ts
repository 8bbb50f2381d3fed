import { expect, it } from 'vitest';
import { guardedBy } from '@/components/rate-limit/guarded';
import { limitInWords } from '@/components/rate-limit/limit-in-words';
import { allOperations } from '@/lib/catalogue';
import { policies } from '@/lib/guard/policies';

it('every operation stands under its policy, or among those that nothing limits', () => {
  const operations = allOperations();
  const { byPolicy, unlimited } = guardedBy(operations);
  const all = [...unlimited, ...Object.values(byPolicy).flat()];
  expect(all.toSorted()).toEqual(operations.map((o) => `${o.method} ${o.path}`).toSorted());
  expect(unlimited).toEqual(['GET /api/health']);
  expect(byPolicy['sign-in']).toEqual(['POST /api/sessions']);
  const known = policies.map(({ name }) => name);
  for (const name of Object.keys(byPolicy)) expect(known).toContain(name);
});

it.each([
  [
    { algorithm: 'token-bucket', limit: 1_200, windowMs: 60_000, burst: 300 },
    '1,200 in 1 min, token bucket with bursts to 300',
  ],
  [{ algorithm: 'sliding-log', limit: 50, windowMs: 3_600_000 }, '50 in 1 h, sliding log'],
  [{ algorithm: 'fixed-window', limit: 10, windowMs: 10_000 }, '10 in 10 s, fixed window'],
] as const)('%o in words', (limit, words) => {
  expect(limitInWords(limit)).toBe(words);
});
