import { describe, expect, it } from 'vitest';
import { autoSteps, pollEvery, pollsWithin, type Interval } from '@/components/live/pace';
import { freeCommands } from '@/components/pattern/costs';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const month = 31 * 24 * hour;

describe('pollEvery', () => {
  it.each<[Interval, number, boolean, number]>([
    ['auto', 0, true, 5 * second],
    ['auto', 1, true, 30 * second],
    ['auto', 2, true, 5 * minute],
    ['auto', 3, true, hour],
    ['auto', 4, true, 2 * hour],
    ['auto', autoSteps.length, true, 2 * hour],
    ['auto', 0, false, 5 * second],
    ['auto', 1, false, 0],
    ['auto', 3, false, 0],
    ['2000', 0, true, 2 * second],
    ['30000', 3, true, 30 * second],
    ['10000', 3, false, 10 * second],
    ['off', 0, true, 0],
    ['off', 3, false, 0],
  ])('%s at idle step %i, while idle %s: every %i ms', (interval, idleStep, whileIdle, every) => {
    expect(pollEvery(interval, idleStep, whileIdle)).toBe(every);
  });
});

describe('pollsWithin', () => {
  it.each<[string, number, Interval, boolean, number]>([
    ['no time', 0, 'auto', true, 0],
    ['half a minute', 30 * second, 'auto', true, 6],
    ['a minute', minute, 'auto', true, 12],
    ['two minutes', 2 * minute, 'auto', true, 12 + 2],
    ['ten minutes', 10 * minute, 'auto', true, 12 + 18],
    ['an hour', hour, 'auto', true, 12 + 18 + 10],
    ['two hours', 2 * hour, 'auto', true, 12 + 18 + 10 + 1],
    ['a month', month, 'auto', true, 12 + 18 + 10 + 2 + 741 / 2],
    ['half a minute', 30 * second, 'auto', false, 6],
    ['a month', month, 'auto', false, 12],
    ['an hour', hour, '2000', true, 1_800],
    ['an hour', hour, '10000', false, 360],
    ['a month', month, '30000', true, 744 * 120],
    ['a month', month, 'off', true, 0],
  ])('%s (%i ms) at %s, while idle %s: %i polls', (_, ms, interval, whileIdle, polls) => {
    expect(pollsWithin(ms, interval, whileIdle)).toBeCloseTo(polls, 6);
  });

  it.each([7, 22, 120])(
    'a tab forgotten for a month at %i commands a refresh stays below a tenth of a free plan',
    (commands) => {
      expect(freeCommands / 10).toBe(50_000);
      expect(commands * pollsWithin(month, 'auto')).toBeLessThan(50_000);
    },
  );
});
