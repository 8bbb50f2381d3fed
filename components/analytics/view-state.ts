'use client';

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

/** What is looked at, in the address: it can be shared, and "back" leads out of a zoom. */
export function useViewState() {
  return useQueryStates(
    {
      range: parseAsStringLiteral(['30m', '24h', '30d']).withDefault('30m'),
      at: parseAsInteger,
      path: parseAsString,
    },
    { history: 'push' },
  );
}
