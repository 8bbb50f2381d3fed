'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Segmented } from '../ui/segmented';

const options = [
  { value: '1h', label: '1 h', hint: 'By minute' },
  { value: '24h', label: '24 h', hint: 'By hour' },
] as const;

/** The range of the count over time, in the address. */
export function useRange() {
  return useQueryState('range', parseAsStringLiteral(['1h', '24h']).withDefault('1h'));
}

export function RangeControl() {
  const [range, setRange] = useRange();
  return (
    <Segmented
      label="Range"
      value={range}
      options={options}
      onChange={(next) => void setRange(next)}
    />
  );
}
