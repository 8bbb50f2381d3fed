'use client';

import { Segmented } from '../ui/segmented';
import { useRange } from './view-state';

const options = [
  { value: '1h', label: '1 h', hint: 'By minute' },
  { value: '24h', label: '24 h', hint: 'By hour' },
] as const;

export function RangeControl() {
  const [range, set] = useRange();
  return (
    <Segmented label="Range" value={range} options={options} onChange={(next) => void set(next)} />
  );
}
