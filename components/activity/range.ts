'use client';

import { createRange } from '../pattern/range';

/** How far the page looks back at who is active. */
export const { useRange, RangeControl } = createRange([
  { value: '30d', label: 'Days', hint: '30 days' },
  { value: '12w', label: 'Weeks', hint: '12 weeks, from Monday' },
  { value: '12m', label: 'Months', hint: '12 months' },
]);
