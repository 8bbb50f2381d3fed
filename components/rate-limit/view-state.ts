'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';

const ranges = ['1h', '24h'] as const;

/** The range, in the address: it can be shared. */
export function useRange() {
  return useQueryState(
    'range',
    parseAsStringLiteral(ranges).withDefault('1h').withOptions({ history: 'push' }),
  );
}
