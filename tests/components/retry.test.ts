import { describe, expect, it } from 'vitest';
import { isWorthRetrying, retryDelay } from '@/components/live/retry';
import { ProblemError } from '@/lib/http/call';

const failed = (status: number, retryAfterMs?: number): ProblemError =>
  new ProblemError({
    type: '/problems/test',
    title: 'Test',
    status,
    detail: 'A failure of this test',
    code: 'test',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });

const least = () => 0;
const middle = () => 0.5;
const most = () => 1;

describe('retryDelay', () => {
  it.each([
    [1, 800, 1_000, 1_200],
    [2, 1_600, 2_000, 2_400],
    [3, 3_200, 4_000, 4_800],
    [5, 12_800, 16_000, 19_200],
    [6, 20_000, 25_000, 30_000],
    [7, 20_000, 25_000, 30_000],
    [2_000, 20_000, 25_000, 30_000],
  ])('after failure %i: %i to %i to %i ms', (failures, from, usual, to) => {
    const error = failed(503);
    expect(retryDelay(error, failures, least)).toBeCloseTo(from, 6);
    expect(retryDelay(error, failures, middle)).toBeCloseTo(usual, 6);
    expect(retryDelay(error, failures, most)).toBeCloseTo(to, 6);
  });

  it.each([
    [0, 0, 0],
    [500, 500, 600],
    [7_000, 7_000, 8_400],
    [90_000, 90_000, 108_000],
  ])('asked for %i ms: never sooner, and up to a fifth later', (asked, from, to) => {
    for (const failures of [1, 9]) {
      expect(retryDelay(failed(429, asked), failures, least)).toBe(from);
      expect(retryDelay(failed(429, asked), failures, most)).toBeCloseTo(to, 6);
    }
  });

  it('spreads by chance where it is told nothing else', () => {
    const delays = Array.from({ length: 20 }, () => retryDelay(failed(503), 1));
    expect(new Set(delays).size).toBeGreaterThan(1);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(800);
    expect(Math.max(...delays)).toBeLessThanOrEqual(1_200);
  });
});

describe('isWorthRetrying', () => {
  it.each([
    [0, true],
    [400, false],
    [401, false],
    [404, false],
    [409, false],
    [422, false],
    [428, false],
    [429, true],
    [430, false],
    [499, false],
    [500, true],
    [503, true],
    [504, true],
  ])('status %i: %s', (status, worth) => {
    expect(isWorthRetrying(failed(status))).toBe(worth);
  });
});
