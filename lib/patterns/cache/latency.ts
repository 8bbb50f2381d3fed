/**
 * Durations as counts by width, each class a fifth wider than the last, so that a quantile is right to 9 % and any
 * number of sketches can be added up (DDSketch: Masson, Rim, Lee 2019).
 */
export type Sketch = Record<string, number>;

const growth = 1.2;
const least = 0.01;
const most = 600_000;

export function addTo(sketch: Sketch, ms: number): void {
  const width = Math.min(most, Math.max(least, ms));
  const index = String(Math.ceil(Math.log(width) / Math.log(growth)));
  sketch[index] = (sketch[index] ?? 0) + 1;
}

export function merge(into: Sketch, sketch: Sketch): void {
  for (const [index, count] of Object.entries(sketch)) into[index] = (into[index] ?? 0) + count;
}

/** @param q 0.5 is the median @returns milliseconds; null where nothing was measured */
export function quantile(sketch: Sketch, q: number): number | null {
  const classes = Object.entries(sketch)
    .map(([index, count]) => [Number(index), count] as const)
    .sort(([a], [b]) => a - b);
  const total = classes.reduce((sum, [, count]) => sum + count, 0);
  let before = 0;
  for (const [index, count] of classes) {
    before += count;
    if (before >= q * total) return (2 * growth ** index) / (growth + 1);
  }
  return null;
}
