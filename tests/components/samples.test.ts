import { describe, expect, it } from 'vitest';
import { quantile } from '@/components/overview/samples';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);

describe('quantile', () => {
  it.each([
    ['one sample', [7], 0.5, 7],
    ['two samples', [1, 9], 0.5, 1],
    ['three samples', [1, 2, 9], 0.5, 2],
    ['the least', upTo(10), 0, 1],
    ['the most', upTo(10), 1, 10],
    ['p95 of twenty', upTo(20), 0.95, 19],
    ['p95 of twenty-one', upTo(21), 0.95, 20],
    ['p95 of sixty', upTo(60), 0.95, 57],
    ['p50 of sixty', upTo(60), 0.5, 30],
    ['samples out of order', [30, 4, 200, 1], 0.75, 30],
    ['a rank just above a whole one', upTo(5), 0.25, 2],
    ['samples that are alike', [2, 2, 2, 5], 0.5, 2],
    ['none', [], 0.5, Number.NaN],
  ])('%s', (_, samples, q, value) => {
    expect(quantile(samples, q)).toBe(value);
  });

  it('leaves the samples in their order', () => {
    const samples = [3, 1, 2];
    quantile(samples, 0.5);
    expect(samples).toEqual([3, 1, 2]);
  });
});
