'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Segmented } from '../ui/segmented';

interface RangeOption<Range extends string> {
  value: Range;
  label: string;
  /** How fine it is: "By minute". */
  hint: string;
}

/**
 * The range of a page, in the address: it can be shared, and "back" leads to the one before.
 *
 * @param options the first is that of an address without a range
 * @returns the hook that reads it, and the control for the page's live bar
 */
export function createRange<Range extends string>(
  options: readonly [RangeOption<Range>, ...RangeOption<Range>[]],
) {
  const parser = parseAsStringLiteral(options.map(({ value }) => value))
    .withDefault(options[0].value)
    .withOptions({ history: 'push' });

  const useRange = () => useQueryState('range', parser);

  function RangeControl() {
    const [range, set] = useRange();
    return (
      <Segmented label="Range" value={range} options={options} onChange={(to) => void set(to)} />
    );
  }
  return { useRange, RangeControl };
}

/** What most pages look back at. */
export const { useRange: useHourOrDay, RangeControl: HourOrDay } = createRange([
  { value: '1h', label: '1 h', hint: 'By minute' },
  { value: '24h', label: '24 h', hint: 'By hour' },
]);
