import { describe, expect, it } from 'vitest';
import { isLonePoint, isTopOfStack } from '@/components/ui/time-series';

const stack = ['done', 'failed', 'dead'].map((key) => ({ key, label: key, color: 'red' }));

describe('the top of a stack', () => {
  it.each([
    [{ at: 1, done: 3, failed: 0, dead: 0 }, [true, true, true]],
    [{ at: 1, done: 3, failed: 2, dead: 0 }, [false, true, true]],
    [{ at: 1, done: 3, failed: 0, dead: 1 }, [false, false, true]],
    [{ at: 1, done: 3, failed: null, dead: null }, [true, true, true]],
  ])('of %o is where nothing lies above', (point, tops) => {
    expect(stack.map((_, index) => isTopOfStack(point, stack, index))).toEqual(tops);
  });
});

describe('a lone point', () => {
  const lone = (...values: (number | null)[]) => {
    const points = values.map((value, at) => ({ at, value }));
    return points.map((_, index) => isLonePoint(points, 'value', index));
  };

  it('has no neighbour that was measured', () => {
    expect(lone(null, 1, null)).toEqual([false, true, false]);
    expect(lone(1, null, 2, 3)).toEqual([true, false, false, false]);
    expect(lone(5)).toEqual([true]);
  });

  it('may be 0, which was measured', () => {
    expect(lone(null, 0, null)).toEqual([false, true, false]);
    expect(lone(0, 0)).toEqual([false, false]);
  });
});
