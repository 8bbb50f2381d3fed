import type { DotItemDotProps } from 'recharts';
import { isLonePoint, type TimePoint } from './time-series';

interface LonePointProps extends Partial<Pick<DotItemDotProps, 'cx' | 'cy' | 'index' | 'stroke'>> {
  data: readonly TimePoint[];
  of: string;
}

/** A point of a line that has no neighbours: a line of one point alone would not be seen. */
export function LonePoint({ data, of, cx, cy, index, stroke }: LonePointProps) {
  if (index === undefined || !isLonePoint(data, of, index)) return null;
  return <circle cx={cx} cy={cy} r={2.5} fill={stroke} />;
}
