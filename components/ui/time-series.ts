export interface TimePoint {
  /** The start of the bucket, in epoch milliseconds. */
  at: number;
  /** Null where nothing was measured, which is not the same as 0. */
  [series: string]: number | null;
}

export interface TimeSeries<Key extends string = string> {
  key: Key;
  label: string;
  /** A CSS colour; of the palette in app/globals.css. */
  color: string;
}

/** How the figures of a chart are read. */
export interface TimeScale {
  /** A figure with its unit: "12 %", "4.2 ms". */
  format(value: number): string;
  /** The top of the axis, where the figures have one: 1 for a share. */
  max?: number;
}

/** Lines differ in more than their colour: whole, dashed, dotted. */
export const lineDashes = [undefined, '5 3', '1.5 3'] as const;

/** Whether nothing lies above a bar of a stack in this bucket, so that its corners are the ones to round. */
export function isTopOfStack(
  point: TimePoint,
  stack: readonly TimeSeries[],
  index: number,
): boolean {
  return stack.slice(index + 1).every(({ key }) => !point[key]);
}

/** Whether a point was measured and neither of its neighbours was. */
export function isLonePoint(data: readonly TimePoint[], key: string, index: number): boolean {
  const measured = (at: number) => typeof data[at]?.[key] === 'number';
  return measured(index) && !measured(index - 1) && !measured(index + 1);
}
