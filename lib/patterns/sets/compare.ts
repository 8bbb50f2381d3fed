import type { ResultOfCompare, SetOperation } from './contract';

/**
 * Divides sets into the regions of their Venn diagram, by inclusion and exclusion.
 *
 * @param names two or three sets; a mask has bit i set for the set names[i]
 * @param intersections for each mask from 1, how many are in all of its sets, whatever else they are in
 */
export function compareRegions(
  operation: SetOperation,
  names: readonly string[],
  intersections: readonly number[],
): ResultOfCompare {
  const all = 2 ** names.length - 1;
  const masks = Array.from({ length: all }, (_, index) => index + 1);
  const bits = (mask: number) => names.filter((_, index) => (mask >> index) & 1).length;

  const regions = masks.map((mask) => {
    const within = masks.filter((other) => (other & mask) === mask);
    const size = within.reduce(
      (sum, other) =>
        sum + (bits(other) % 2 === bits(mask) % 2 ? 1 : -1) * intersections[other - 1]!,
      0,
    );
    return { mask, size };
  });

  const inFirstOnly = 1;
  const chosen = {
    union: () => true,
    intersection: (mask: number) => mask === all,
    difference: (mask: number) => mask === inFirstOnly,
  }[operation];
  return {
    size: regions.filter(({ mask }) => chosen(mask)).reduce((sum, { size }) => sum + size, 0),
    sets: names.map((set, index) => ({ set, size: intersections[2 ** index - 1]! })),
    regions: regions.map(({ mask, size }) => ({
      in: names.filter((_, index) => (mask >> index) & 1),
      size,
    })),
  };
}
