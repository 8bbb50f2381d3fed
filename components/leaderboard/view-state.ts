'use client';

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import { createRange } from '../pattern/range';

/** The period, in the address as the range of other pages is. */
export const { useRange: usePeriod, RangeControl: PeriodControl } = createRange([
  { value: 'all', label: 'All time', hint: 'Since the board began' },
  { value: 'week', label: 'Week', hint: 'From Monday, 00:00 UTC' },
  { value: 'day', label: 'Today', hint: 'From 00:00 UTC' },
  { value: 'last-week', label: 'Last week', hint: 'The week before this one' },
  { value: 'yesterday', label: 'Yesterday', hint: 'The day before this one' },
]);

/** One game, once in each mode. */
export const boardOptions = [
  { value: 'five-seconds', label: 'Best', hint: 'The best game counts' },
  { value: 'five-seconds-total', label: 'Sum', hint: 'All games add up' },
  { value: 'five-seconds-latest', label: 'Latest', hint: 'The latest game counts' },
] as const;

export function useBoard() {
  const names = boardOptions.map(({ value }) => value);
  return useQueryState(
    'board',
    parseAsStringLiteral(names).withDefault('five-seconds').withOptions({ history: 'push' }),
  );
}

/** How many lines a page has. */
export const sizes = ['10', '50', '100'] as const;

export function useSize() {
  return useQueryState('top', parseAsStringLiteral(sizes).withDefault('10'));
}

/** Lines left out at the top. */
export function useOffset() {
  return useQueryState('offset', parseAsInteger.withDefault(0));
}

/** Whose surroundings are shown; one's own where nobody was chosen. */
export function useChosenMember() {
  return useQueryState('member', parseAsString);
}
